"""The number of a session in words: "Seventy-second session"."""

from functools import cache

from publisher.journal.catalogue import find_text

EN_UNITS = (
    *("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth"),
)
EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

FR_CARDINALS = (
    *("", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    *("treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
FR_TENS = (
    "",
    "",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre-vingt",
    "quatre-vingt",
)

ES_UNITS = ("", "primer", "segundo", "tercer", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno")
ES_TEENS = (
    *("décimo", "undécimo", "duodécimo", "decimotercer", "decimocuarto", "decimoquinto"),
    *("decimosexto", "decimoséptimo", "decimoctavo", "decimonoveno"),
)
ES_TENS = (
    *("", "", "vigésimo", "trigésimo", "cuadragésimo", "quincuagésimo"),
    *("sexagésimo", "septuagésimo", "octogésimo", "nonagésimo"),
)

RU_UNITS = (
    *("", "первая", "вторая", "третья", "четвертая", "пятая", "шестая", "седьмая", "восьмая", "девятая"),
    *("десятая", "одиннадцатая", "двенадцатая", "тринадцатая", "четырнадцатая", "пятнадцатая"),
    *("шестнадцатая", "семнадцатая", "восемнадцатая", "девятнадцатая"),
)
RU_TENS = (
    *("", "", "двадцать", "тридцать", "сорок", "пятьдесят"),
    *("шестьдесят", "семьдесят", "восемьдесят", "девяносто"),
)
RU_ROUND = (
    *("", "", "двадцатая", "тридцатая", "сороковая", "пятидесятая"),
    *("шестидесятая", "семидесятая", "восьмидесятая", "девяностая"),
)

ZH_DIGITS = "零一二三四五六七八九"

AR_UNITS = (
    *("", "الأولى", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة"),
    "العاشرة",
)
AR_FIRST_OF_COMPOUND = "الحادية"
AR_TENS = (
    *("", "", "العشرون", "الثلاثون", "الأربعون", "الخمسون"),
    *("الستون", "السبعون", "الثمانون", "التسعون"),
)

# As far as the words are beyond doubt; later sessions are printed in figures.
IN_WORDS_UP_TO = {"ar": 99, "zh": 199, "en": 199, "fr": 199, "ru": 199, "es": 199}


@cache
def session_in_words(number: int, lang: str) -> str:
    """ "Seventy-second session", capitalized; in figures ("200th session") beyond IN_WORDS_UP_TO.

    ValueError below 1.
    """
    if number < 1:
        raise ValueError(f"a session is numbered from 1: {number}")
    if number > IN_WORDS_UP_TO[lang]:
        return find_text("session", "{number} session", lang, number=session_figure(number, lang))
    ordinal = ORDINALS[lang](number)
    return find_text("session", "{ordinal} session", lang, ordinal=ordinal[0].upper() + ordinal[1:])


def session_figure(number: int, lang: str) -> str:
    return ordinal_figure(number, lang) if lang == "en" else str(number)


def ordinal_figure(number: int, lang: str) -> str:
    """The number of a meeting: "97th", "97e" (but "1re"), "97-е", "97ª"; bare in Arabic and Chinese."""
    if lang == "fr":
        return f"{number}{'re' if number == 1 else 'e'}"
    return str(number) + {"en": english_suffix(number), "ru": "-е", "es": "ª"}.get(lang, "")


def english_suffix(number: int) -> str:
    """The letters after a figure: 1st, 2nd, 3rd, but 11th, 12th, 13th."""
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def english_ordinal(number: int) -> str:
    if number >= 100:
        rest = number - 100
        return f"one hundred and {english_ordinal(rest)}" if rest else "one hundredth"
    if number < 20:
        return EN_UNITS[number]
    tens, unit = divmod(number, 10)
    return f"{EN_TENS[tens]}-{EN_UNITS[unit]}" if unit else EN_TENS[tens][:-1] + "ieth"


def french_ordinal(number: int) -> str:
    """Feminine, for "session": première stands alone only, vingt et unième in compounds."""
    if number == 1:
        return "première"
    cardinal = french_cardinal(number)
    if cardinal.endswith("cinq"):
        return cardinal + "uième"
    if cardinal.endswith("neuf"):
        return cardinal[:-1] + "vième"
    return cardinal.removesuffix("e") + "ième"


def french_cardinal(number: int) -> str:
    if number >= 100:
        return f"cent {french_cardinal(number - 100)}".strip()
    if number < 20:
        return FR_CARDINALS[number]
    tens = number // 10
    rest = number - 10 * (tens - 1 if tens in (7, 9) else tens)
    if not rest:
        return FR_TENS[tens]
    joint = " et " if rest in (1, 11) and tens < 8 else "-"
    return FR_TENS[tens] + joint + FR_CARDINALS[rest]


def spanish_ordinal(number: int) -> str:
    """Masculine and shortened (primer, tercer), as before "período de sesiones"."""
    if number >= 100:
        return f"centésimo {spanish_ordinal(number - 100)}".strip()
    tens, unit = divmod(number, 10)
    if tens == 1:
        return ES_TEENS[unit]
    return f"{ES_TENS[tens]} {ES_UNITS[unit]}".strip()


def russian_ordinal(number: int) -> str:
    """Feminine, for "сессия": only the last word of a compound is an ordinal."""
    if number >= 100:
        return f"сто {russian_ordinal(number - 100)}" if number > 100 else "сотая"
    if number < 20:
        return RU_UNITS[number]
    tens, unit = divmod(number, 10)
    return f"{RU_TENS[tens]} {RU_UNITS[unit]}" if unit else RU_ROUND[tens]


def chinese_number(number: int) -> str:
    if number >= 100:
        rest = number - 100
        filler = "零" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
        return "一百" + filler + (chinese_number(rest) if rest else "")
    tens, unit = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else ZH_DIGITS[tens] + "十"
    return head + (ZH_DIGITS[unit] if unit else "")


def arabic_ordinal(number: int) -> str:
    """Feminine and definite, for "الدورة": the unit comes first, joined to the ten by "and"."""
    if number <= 10:
        return AR_UNITS[number]
    tens, unit = divmod(number, 10)
    first = AR_FIRST_OF_COMPOUND if unit == 1 else AR_UNITS[unit]
    if tens == 1:
        return f"{first} عشرة"
    return f"{first} و{AR_TENS[tens]}" if unit else AR_TENS[tens]


ORDINALS = {
    "ar": arabic_ordinal,
    "zh": chinese_number,
    "en": english_ordinal,
    "fr": french_ordinal,
    "ru": russian_ordinal,
    "es": spanish_ordinal,
}
