"""What went wrong with the language model, said to staff: what it means for them, and who acts.

The error's own message is for whoever looks after the installation.
"""

from __future__ import annotations

from pipeline.llm.faults import Fault

_ADMIN_SV = "Be den som sköter Samklang att se över inställningarna."
_ADMIN_EN = "Ask whoever looks after Samklang to check the settings."
_SWEDISH = {
    Fault.UNREACHABLE: "Språkmodellen går inte att nå just nu. Försök igen om en stund. "
    f"{_ADMIN_SV}",
    Fault.REFUSED_ADDRESS: "Språkmodellens adress leder ut ur det egna nätet utan kryptering, så "
    f"ingen text skickades. {_ADMIN_SV}",
    Fault.REFUSED_REDIRECT: "Språkmodellens adress hänvisar någon annanstans, så ingen text "
    f"skickades dit. {_ADMIN_SV}",
    Fault.UNAUTHORISED: f"Språkmodellen godtar inte vår nyckel. {_ADMIN_SV}",
    Fault.NO_SUCH_MODEL: f"Den inställda språkmodellen finns inte på sin adress. {_ADMIN_SV}",
    Fault.REFUSED_REQUEST: f"Språkmodellen godtog inte förfrågan. {_ADMIN_SV}",
    Fault.CONTEXT_EXCEEDED: "Frågan och de textställen som hör till den är för långa för "
    "språkmodellen. Ställ en smalare fråga.",
    Fault.RATE_LIMITED: "Språkmodellen tar inte emot fler frågor just nu. Försök igen om en stund.",
    Fault.SERVER_ERROR: "Språkmodellen har fått ett fel på sin sida. Försök igen om en stund.",
    Fault.NOT_A_MODEL: "På språkmodellens adress svarar något annat än en språkmodell. "
    f"{_ADMIN_SV}",
    Fault.NOT_STREAMED: f"Språkmodellen svarade på ett annat sätt än avtalat. {_ADMIN_SV}",
    Fault.MALFORMED: f"Språkmodellens svar gick inte att läsa. Försök igen. {_ADMIN_SV}",
    Fault.EMPTY: "Språkmodellen gav inget svar. Ställ frågan på ett annat sätt.",
    Fault.TOO_LARGE: "Språkmodellens svar blev orimligt långt och avbröts. Ställ en smalare fråga.",
    Fault.TIMED_OUT: "Språkmodellen svarade inte i tid. Försök igen, eller ställ en smalare fråga.",
    Fault.CUT_OFF: "Svaret avbröts innan det var färdigt. Det sparas inte. Försök igen.",
    Fault.OVER_BUDGET: "Dagens tak för språkmodellen är nått. I morgon går det igen; den som "
    "sköter Samklang kan höja taket.",
    Fault.BUSY: "Många väntar redan på språkmodellen. Försök igen om några minuter.",
}
_ENGLISH = {
    Fault.UNREACHABLE: "The language model cannot be reached right now. Try again in a while. "
    f"{_ADMIN_EN}",
    Fault.REFUSED_ADDRESS: "The language model's address leads out of your own network without "
    f"encryption, so no text was sent. {_ADMIN_EN}",
    Fault.REFUSED_REDIRECT: "The language model's address points somewhere else, so no text was "
    f"sent there. {_ADMIN_EN}",
    Fault.UNAUTHORISED: f"The language model does not accept our key. {_ADMIN_EN}",
    Fault.NO_SUCH_MODEL: f"The language model that is set is not at its address. {_ADMIN_EN}",
    Fault.REFUSED_REQUEST: f"The language model did not accept the request. {_ADMIN_EN}",
    Fault.CONTEXT_EXCEEDED: "The question and the passages that belong to it are too long for the "
    "language model. Ask a narrower question.",
    Fault.RATE_LIMITED: "The language model takes no more questions right now. Try again in a "
    "while.",
    Fault.SERVER_ERROR: "The language model failed on its own side. Try again in a while.",
    Fault.NOT_A_MODEL: "What answers at the language model's address is no language model. "
    f"{_ADMIN_EN}",
    Fault.NOT_STREAMED: f"The language model answered in another way than agreed. {_ADMIN_EN}",
    Fault.MALFORMED: f"The language model's answer could not be read. Try again. {_ADMIN_EN}",
    Fault.EMPTY: "The language model gave no answer. Put the question another way.",
    Fault.TOO_LARGE: "The language model's answer grew past all measure and was stopped. Ask a "
    "narrower question.",
    Fault.TIMED_OUT: "The language model did not answer in time. Try again, or ask a narrower "
    "question.",
    Fault.CUT_OFF: "The answer broke off before it was finished. It is not saved. Try again.",
    Fault.OVER_BUDGET: "Today's ceiling for the language model is reached. It works again "
    "tomorrow; whoever looks after Samklang can raise the ceiling.",
    Fault.BUSY: "Many are waiting for the language model already. Try again in a few minutes.",
}


def explain_fault(fault: str, language: str) -> str:
    """One or two sentences for staff on a fault, in Swedish (``sv``) or else in English.

    Args:
        fault: a value of :class:`Fault`, as an error carries it.
        language: ``sv`` or ``en``.
    """
    return (_SWEDISH if language == "sv" else _ENGLISH)[Fault(fault)]
