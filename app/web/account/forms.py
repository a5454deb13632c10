"""The forms of staff accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, EqualTo, InputRequired, Length, Regexp

from app.domain import email_address
from app.domain.people import ROLES, Role
from app.web.account.passwords import LEAST_LENGTH, MOST_LENGTH

SHORT = Length(max=MOST_LENGTH, message=lazy_gettext("Please write at most %(most)s characters.", most=MOST_LENGTH))
ADDRESS = Regexp(
    rf"\s*{email_address.ADDRESS}\s*$",
    message=lazy_gettext("Enter an e-mail address such as name@example.org."),
)
WHAT_ROLES_DO = {
    "admin": lazy_gettext("Everything, including the accounts of others."),
    "designer": lazy_gettext("Makes, publishes and closes questionnaires and checks translations."),
    "translator": lazy_gettext("Reads all texts and marks translations as reviewed."),
    "analyst": lazy_gettext("Asks for answers of single people, which a second person confirms, and analyses them."),
    "none": lazy_gettext("Sees nothing but questionnaires in which they are given a role."),
    "council": lazy_gettext("Looks at questionnaires and their previews."),
}


def visible(words: str | None) -> str | None:
    """A name in one line, without what nobody can see."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split()) if words else words


class SignIn(FlaskForm):
    email = StringField(
        lazy_gettext("E-mail address"),
        [InputRequired(lazy_gettext("Enter your e-mail address.")), SHORT],
        render_kw={"autocomplete": "username", "inputmode": "email"},
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Enter your password.")), SHORT],
        render_kw={"autocomplete": "current-password"},
    )


class SecondStep(FlaskForm):
    code = StringField(
        lazy_gettext("Code of your app, or a recovery code"),
        [InputRequired(lazy_gettext("Enter the code.")), SHORT],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )


class SetUpApp(FlaskForm):
    code = StringField(
        lazy_gettext("The six digits your app shows now"),
        [InputRequired(lazy_gettext("Enter the code.")), SHORT],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )


class Prove(FlaskForm):
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Enter your password.")), SHORT],
        render_kw={"autocomplete": "current-password"},
    )


class NewOne(FlaskForm):
    password = PasswordField(
        lazy_gettext("New password"),
        [
            Length(
                LEAST_LENGTH,
                MOST_LENGTH,
                lazy_gettext("The new password needs at least %(least)s characters.", least=LEAST_LENGTH),
            )
        ],
        description=lazy_gettext("At least %(least)s characters. Several words are a good idea.", least=LEAST_LENGTH),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        lazy_gettext("New password once more"),
        [EqualTo("password", lazy_gettext("The two new passwords are not the same."))],
        render_kw={"autocomplete": "new-password"},
    )


class NewPassword(NewOne):
    current = PasswordField(
        lazy_gettext("Your password until now"),
        [InputRequired(lazy_gettext("Enter your password.")), SHORT],
        render_kw={"autocomplete": "current-password"},
    )


class Accept(NewOne):
    name = StringField(
        lazy_gettext("Name"),
        [DataRequired(lazy_gettext("Enter the name.")), SHORT],
        filters=[visible],
        render_kw={"autocomplete": "name"},
    )


class Forgotten(FlaskForm):
    email = StringField(
        lazy_gettext("E-mail address"), [SHORT, ADDRESS], render_kw={"autocomplete": "username", "inputmode": "email"}
    )


def _choice(role: Role) -> SelectChoice:
    return SelectChoice(role.name, lazy_gettext(role.label))


class NewPerson(FlaskForm):
    name = StringField(
        lazy_gettext("Name"),
        [DataRequired(lazy_gettext("Enter the name.")), SHORT],
        filters=[visible],
        render_kw={"autocomplete": "off"},
    )
    email = StringField(
        lazy_gettext("E-mail address"), [SHORT, ADDRESS], render_kw={"autocomplete": "off", "inputmode": "email"}
    )
    role = RadioField(
        lazy_gettext("Role"),
        choices=[_choice(role) for role in ROLES.values()],
        validate_choice=False,  # its message is not ours; AnyOf says it in a sentence
        validators=[AnyOf(ROLES, lazy_gettext("Choose a role."))],
    )
