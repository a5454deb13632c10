"""What a test process makes once instead of once for each of its thousand applications.

Every test gets an application of its own, and most of the work of making one gives the same each time: the program does
it once when it starts. Nothing here knows an application, so none can see what another one did."""

from babel.support import Translations
from jinja2 import BytecodeCache
from werkzeug.routing import Rule


class Compiled(BytecodeCache):
    """Templates compiled once for all applications: each has an environment of its own."""

    def __init__(self):
        self.kept = {}

    def load_bytecode(self, bucket):
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket):
        self.kept[bucket.key, bucket.checksum] = bucket.code


COMPILED = Compiled()


def share() -> None:
    """The same for catalogues read from disk, and for the functions that put addresses together."""
    load, loaded = Translations.load, {}
    compile_builder, built = Rule._compile_builder, {}

    def catalogue(folder, locales, domain):  # each application copies its words into its own
        key = (str(folder), *map(str, locales), domain)
        if key not in loaded:
            loaded[key] = load(folder, locales, domain)
        return loaded[key]

    def builder(rule, append_unknown=True):  # a plain function, which gets its rule when it is called
        converters = tuple((name, type(each)) for name, each in rule._converters.items())
        key = (rule.rule, tuple(rule._trace), converters, repr(rule.defaults), append_unknown)
        if key not in built:
            built[key] = compile_builder(rule, append_unknown)
        return built[key]

    Translations.load = catalogue
    Rule._compile_builder = builder
