"""Given names that are common among people who speak our languages, as they are written; a modest list of our own.

Names that are ordinary words too are left out ("Rose", "Barış" peace, "Vira" faith, "نور" light, "عمر" age): they
would be marked in every third text. Slavic names stand in the forms people meet most often.
"""

from __future__ import annotations

_LATIN = """
Alexander Andreas Anna Anja Anke Annika Antje Astrid Axel Barbara Bastian Beate Benjamin Bernd Birgit Björn Brigitte
Britta Carsten Christian Christiane Christina Christine Christoph Claudia Cornelia Dagmar Daniel Daniela David
Dennis Detlef Dieter Dirk Dominik Doris Elisabeth Elke Erika Eva Fabian Felix Florian Franziska Friederike Gabriele
Gerd Gerhard Gisela Gudrun Günter Günther Hanna Hannah Hannelore Hans Harald Heike Heinz Helga Helmut Henning
Hildegard Holger Horst Ilse Ines Inga Ingo Ingrid Jana Janine Jens Joachim Johanna Johannes Jonas Jörg Judith Julia
Jürgen Jutta Kai Karin Karsten Katharina Kathrin Katja Katrin Kerstin Kevin Kirsten Klaus Kristin Lars Laura Lea
Lena Lennart Leon Lisa Luca Lukas Manfred Manuela Marc Marcel Marco Maren Margarete Maria Marie Marion Markus Martin
Martina Marvin Matthias Maximilian Melanie Mia Michael Michaela Monika Nadine Nadja Nele Niklas Nicole Nils Norbert
Oliver Patrick Paula Petra Philipp Rainer Ralf Regina Reinhard Renate Robert Rolf Rüdiger Sabine Sabrina Sandra
Sarah Sascha Sebastian Silke Silvia Simone Sonja Sophie Stefan Stefanie Steffen Stephan Susanne Sven Svenja Tanja
Tatjana Thomas Thorsten Tim Timo Tobias Torben Torsten Ulrich Ulrike Ursula Ute Uwe Vanessa Volker Waltraud Werner
Wolfgang Yannick Yvonne Andrew Anthony Brian Charles Christopher Deborah Donald Edward Elizabeth Emily George Helen
James Jason Jennifer Jessica John Joseph Joshua Karen Kenneth Kimberly Linda Margaret Matthew Michelle Nancy
Nicholas Olivia Patricia Paul Peter Rachel Rebecca Richard Ronald Samuel Stephanie Steven Susan Timothy William
Abdullah Ahmet Ali Aslı Ayşe Ayşegül Aynur Bekir Berkan Burak Bülent Cemal Cem Cengiz Derya Ebru Elif Emel Emine
Emre Erdal Erdem Ercan Esra Fatih Fatma Fikret Gökhan Gülay Gülcan Gülsüm Hakan Halil Hasan Hatice Hüseyin Hülya
İbrahim İsmail Kadir Kemal Leyla Mehmet Melek Merve Mesut Meryem Metin Murat Mustafa Nuray Nurcan Orhan Osman Ömer
Özlem Ramazan Recep Salih Selim Selma Serdar Serkan Serpil Sibel Süleyman Şerife Tuğba Turgut Yasemin Yusuf Zehra
Zeynep Agata Agnieszka Aleksandra Aleksander Alicja Andrzej Aneta Artur Bartosz Beata Bogdan Bożena Danuta Dariusz
Dorota Edyta Elżbieta Ewa Grażyna Grzegorz Halina Henryk Iwona Izabela Jacek Jadwiga Jakub Jan Janusz Jarosław Jerzy
Joanna Jolanta Justyna Kamil Katarzyna Kazimierz Krystyna Krzysztof Leszek Łukasz Maciej Magdalena Małgorzata Marcin
Marek Mariusz Marta Marzena Mateusz Michał Mirosław Monika Natalia Paweł Piotr Rafał Renata Ryszard Sławomir
Stanisław Sylwia Szymon Tadeusz Teresa Tomasz Urszula Waldemar Wiesław Wioletta Witold Wojciech Zbigniew Zofia
Zuzanna Adriana Adrian Alexandra Alina Alin Ana Anca Andreea Andrei Bogdan Carmen Cătălin Claudiu Constantin Corina
Cosmin Costel Cristian Cristina Dan Dănuț Diana Dragoș Dumitru Elena Emil Florentina Florin Gabriel Gabriela
Gheorghe Georgiana Ileana Ilie Ioan Ioana Ion Ionel Ionuț Irina Iulia Iulian Laurențiu Liliana Liviu Lucian Magda
Marian Mariana Marin Marius Marinela Mihaela Mihai Mircea Mirela Monica Nicoleta Nicolae Octavian Ovidiu Petru Radu
Raluca Ramona Răzvan Rodica Roxana Simona Sorin Ștefan Ştefan Tudor Valentina Vasile Veronica Viorel Viorica Vlad
Ahmad Ahmed Aisha Amina Amir Anas Bilal Farid Farida Fatima Fatemeh Hamid Hamza Hassan Hussein Ibrahim Karim Khadija
Khaled Khalid Layla Mahmoud Maryam Mohamed Mohammad Mohammed Muhammad Mustafa Nasrin Omar Parwana Rahim Rahima
Rashid Samira Sayed Shabnam Yasin Yasmin Youssef Zahra Zainab Berfin Berivan Bêrîvan Cîhan Delal Dilovan Ferhad
Gulistan Gulîstan Hesen Hisên Hozan Kawa Mizgîn Mihemed Narîn Nazdar Nesrîn Perwîn Rêzan Rojda Rojîn Rojin Ronahî
Serhat Siyabend Şêrîn Şiyar Şivan Welat Xalid Xezal Zerya Zozan Andriy Anastasia Bohdan Dmytro Dmitri Halyna Ihor
Iryna Ivan Kateryna Ljudmila Lyudmila Maksym Mykhailo Mykola Nataliia Natalia Nadiya Oksana Oleg Oleh Oleksandr
Oleksii Olena Olga Olha Roman Serhii Sergej Svitlana Svetlana Taras Tetiana Tatiana Valentyna Vasyl Viktor Viktoriia
Volodymyr Vladimir Yaroslav Yevhen Yulia Yuliia Yurii
"""

# Ukrainian, Russian and Bulgarian: the name itself; its cases follow by rule below.
_CYRILLIC = """
Александр Алексей Александра Алена Алина Алла Анастасия Анатолий Андрей Андрій Анна Антон Артем Артём Борис Богдан
Богдана Вадим Валентин Валентина Валерий Валерій Василий Василь Вероніка Виктор Виктория Віктор Вікторія Виталий
Віталій Владимир Володимир Вячеслав Галина Ганна Георги Геннадий Григорий Григорій Дарья Дарина Денис Димитър
Димитрина Дмитрий Дмитро Евгений Евгения Екатерина Елена Елизавета Євген Єва Иван Іван Иванка Игорь Ігор Илья Илиян
Инна Ирина Ірина Йордан Йорданка Катерина Кирилл Кристина Ксения Ксенія Лариса Леонид Леонід Лилия Людмила Максим
Маргарита Марина Мария Марія Маріанна Микола Михаил Михайло Наталия Наталья Наталія Наташа Николай Никита Нина
Оксана Олег Олександр Олександра Олексій Олена Ольга Остап Павел Павло Пенка Петро Петър Радка Раиса Руслан Руслана
Світлана Светлана Сергей Сергій Софія София Станислав Стефан Стоян Тамара Тарас Татьяна Тетяна Тодор Тимофей Федор
Христо Христина Цветан Цветана Юлия Юлія Юрий Юрій Яна Ярослав Ярослава
"""

_ARABIC = """
محمد أحمد احمد محمود مصطفى خالد إبراهيم ابراهيم يوسف حسين عبدالله عبد‌الله عبدالرحمن طارق بلال حمزة زياد وليد سامر
باسل فراس أنس رامي يزن عثمان إسماعيل فاطمة عائشة خديجة مريم زينب ليلى سميرة هبة رنا دعاء غادة منال سهام نجلاء رانيا
ياسمين هدى سارة آلاء رغد لينا فاطمه زهرا زهره مریم حمید رحیم کریمه نسرین پروانه شبنم فرید فریده فرهاد غلام نجیب
نجیبه لیلا مصطفی علیرضا محمدعلی عبدالله احمدشاه ذبیح حبیبه حسنا روح‌الله ضیا نرگس مهدی رضا زینب سکینه معصومه
"""


def _cases(name: str) -> set[str]:
    """The name with the endings its cases have most often."""
    if name.endswith(("ия", "ія")):
        return {name, name[:-1] + "и", name[:-1] + "ю", name[:-1] + "ї", name[:-1] + "єю", name[:-1] + "ей"}
    if name.endswith(("а", "я")):
        return {name, *(name[:-1] + ending for ending in ("ы", "и", "і", "е", "у", "ю", "ой", "ою", "ей"))}
    if name.endswith(("й", "о", "ь")):
        return {name, *(name[:-1] + ending for ending in ("я", "ю", "ем", "а", "у", "ом", "єм"))}
    return {name, *(name + ending for ending in ("а", "у", "ом", "ові"))}


GIVEN_NAMES: frozenset[str] = frozenset(
    {*_LATIN.split(), *_ARABIC.split(), *(form for name in _CYRILLIC.split() for form in _cases(name))}
)
