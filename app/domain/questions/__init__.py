"""The kinds of question, in the order the designer is offered them. A kind is a pair: scale.py, scale.html."""

from app.domain.question import Question
from app.domain.questions.budget import Budget
from app.domain.questions.consent import Consent
from app.domain.questions.date import Date
from app.domain.questions.dropdown import Dropdown
from app.domain.questions.information import Information
from app.domain.questions.long_text import LongText
from app.domain.questions.matrix import Matrix
from app.domain.questions.multiple import Multiple
from app.domain.questions.number import Number
from app.domain.questions.place import Place
from app.domain.questions.ranking import Ranking
from app.domain.questions.rating import Rating
from app.domain.questions.scale import Scale
from app.domain.questions.short_text import ShortText
from app.domain.questions.single import Single
from app.domain.questions.statements import Statements

KINDS: dict[str, type[Question]] = {
    kind.kind: kind
    for kind in (
        Single,
        Multiple,
        Dropdown,
        Scale,
        Rating,
        Matrix,
        Statements,
        Ranking,
        Budget,
        Number,
        Date,
        Place,
        ShortText,
        LongText,
        Consent,
        Information,
    )
}
