"""Mark what is not reporting in one article's plain text: page furniture, datelines, bylines and credits.

The text is never changed. A mark says where the span stands, what it is and which rule found it. The rules prefer
precision: a missed teaser adds a few words to the counts, a marked body paragraph takes evidence away.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_Found = dict[int, tuple[str, str]]  # paragraph number -> (kind, rule)
_MAX_CHARACTERS = 600  # furniture is short; the cap also keeps the rules linear in the length of the text
_TOP, _END = 5, 6  # so many paragraphs, furniture left out, are the top and the end of an article


class Mark(NamedTuple):
    """A span that is not reporting, ``text[start:end]``, with its kind and the rule that found it."""

    start: int
    end: int
    kind: str
    rule: str


_NAME = r"[A-ZÀ-Þ][\w.'’\-]*(?: (?:[A-ZÀ-Þ][\w.'’\-]*|de|da|del|van|von|der|al|bin|la)){1,4}"
_NAMES = rf"{_NAME}(?:(?:,|,? and| &) {_NAME}){{0,6}}"
_AGENCY = (
    r"(?:(?:[Tt]he )?(?:Australian )?(?:Associated Press|Canadian Press|Press Association|Press Trust of India)"
    r"|AP|AFP|CP|AAP|UPI|EFE|ANSA|TASS|KCNA|DPA|dpa|TNS|PTI|RIA Novosti|(?:Thomson )?Reuters|PA Media|Interfax"
    r"|Agence France[- ]Presse|United Press International|Kyodo(?: News)?|Yonhap(?: News)?|Xinhua|Jiji(?: Press)?"
    r"|Bloomberg(?: News)?|Dow Jones(?: Newswires)?"
    r"|(?:[A-Z][\w\-]+ ){1,3}(?:News Agency|News Service|Newswires?|Wire Service|Press Agency))"
)
_AGENCIES = rf"{_AGENCY}(?:(?:, |,? and |/| / | & ){_AGENCY}){{0,4}}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"

# (rule, kind, where): the pattern is searched in a trimmed paragraph. Where: any, top, end.
_PATTERNS = {
    ("advertisement", "furniture", "any"): (
        r"(?i)^\W*(?:(?:advertisement|advertising|sponsored(?: content)?)\W*)+$"
        r"|^\W*(?:advertisement\W+)?(?:(?:story|article) continues|continue reading)"
        r"(?: below| after| the main story)?(?:\W+(?:the |this )?ad\w*)?\W*$"
    ),
    ("share_buttons", "furniture", "any"): (
        r"(?i)^\W*(?:listen to (?:this )?article [\d:]+ )?(?:(?:share(?: (?:this|on|via))?(?: (?:article|story|post))?"
        r"|tweet|e-?mail|print|facebook|twitter|whatsapp|linkedin|pinterest|reddit|pocket|post|copy link|telegram)"
        r"[\W\d]*){2,}$"
        r"|^\W*(?:share(?: this)?(?: (?:article|story|page|post))?|tweet this|copy link|link copied|whatsapp)\W*$"
        r"|^\W*read or share this story:? \S+$"
    ),
    ("follow_us", "furniture", "any"): (
        r"(?i)^\W*(?:please )?(?:follow|like|join) [\w.,@’'\- ]{2,60}?(?: (?:on|at|via)|\.) ?(?:facebook|twitter|"
        r"instagram|youtube|telegram|social media)\b.{0,60}$"
        r"|^\W*follow (?:[\w.’' ]{2,30} )?@\w.{0,60}$"
    ),
    ("gallery", "furniture", "any"): (
        r"(?i)^\W*(?:(?:prev(?:ious)?|next|image|photo|slide)\W+)+\d+ of \d+\W*$"
        r"|^\W*(?:photos|pictures|in pictures|gallery|slideshow|video)\s?:\s.{3,90}[^.!]$"
        r"|^enlarge this image\b|^\W*(?:hide|show|toggle) caption\W*$"
    ),
    ("related_link", "furniture", "any"): (
        r"^\W*(?i:read more|read also|also read|see also|also see|related(?: (?:story|stories|articles?|coverage))?"
        r"|more|don[’']t miss|read next|continue reading)\s*[:|]\s*\S.{0,150}[^.!,;:]$"
        r"|^\W*(?i:(?:read|see) the (?:full|original) (?:story|article|report))\W*$"
    ),
    ("call_to_act", "furniture", "any"): (
        r"(?i)^\W*(?:click|tap)(?: here)? (?:to|for) .{3,100}$|^\W*(?:download|get) (?:the|our) [\w ]{0,30}\bapp\b"
        r"|\bapp\b.{0,20}\b(?:get|download) it\b|^\W*(?:do you have|have|got) an? (?:\w+ )?(?:story|tip|view)\b"
        r"|^\W*(?:write to|e-?mail|contact|send (?:letters|tips|comments|us|your))\b.{2,60}@.{0,120}$"
        r"|^\W*(?:like|enjoy(?:ed|ing)?) (?:this (?:story|article)|what you)\b"
        r"|^[\w.\-]+@[\w.\-]+$|^\W*(?:view|leave|post|show) (?:a |all )?(?:\d+ )?comments?\W*$"
    ),
    ("paywall", "furniture", "any"): (
        r"(?i)^\W*you have (?:\d+|one|no) (?:free |more )*(?:articles?|stories)\b|^\W*already a subscriber\b"
        r"|^\W*(?:i (?:understand and )?agree|by (?:clicking|continuing|registering|submitting|using))\b.{0,160}"
        r"\b(?:privacy policy|terms of (?:use|service)|user agreement)\b"
    ),
    ("sign_up", "furniture", "any"): (
        r"(?i)^\W*(?:please )?(?:sign[- ]?up|subscribe)\b.{0,120}\b(?:newsletters?|inbox|alerts?|briefing|e-?mails?"
        r"|podcasts?|channel|digest|updates|here|today)\b|\bby signing up,? you agree\b|^\W*newsletter sign[- ]?up\b"
        r"|\b(?:delivered|sent|straight|directly)(?: \w+){0,3} (?:to|in) your (?:inbox|e-?mail)"
        r"|[.!?:] (?:subscribe|sign up)(?: (?:now|here|today))?\W*$|\bsign up (?:here|today|now)\W*$"
        r"|^\W*subscribe (?:now|today)\b|^\W*get (?:our|the) (?:[\w’']+ ){0,4}newsletters?\b"
    ),
    ("updated_stamp", "furniture", "any"): (
        r"(?i)^[\W_]*(?:last )?(?:updated|first published|published|posted)(?: (?:at|on))?\s*:?\s*(?:\w+day,? )?"
        rf"(?:at )?(?:\d|today|{_MONTH} \d).{{0,70}}$|^\d\d?:\d\d ?(?:[ap]\.?m\.?)?[\w, ]{{0,20}}\b\d{{4}}$"
        r"|^\W*(?:editor[’']s note: )?this (?:story|article|report|post|piece|file|column) "
        r"(?:has been|was|is being|will be)(?: last)? updated\b.{0,160}$"
        r"|^(?:more than )?\d+ (?:minutes?|hours?|days?|weeks?|months?|years?) (?:ago|old)\W*$"
        r"|^\W*(?:a version of )?this (?:article|story|column) (?:appear(?:s|ed)|was published) in\b.{3,120}$"
    ),
    ("copyright", "furniture", "any"): (
        r"(?i)^[^\w©(]{0,9}\(?(?:(?:©|copyright|\(c\))\W{0,3}){1,3}(?:[\w ]{1,40} )?\d{4}\b.{0,300}$"
        r"|^\W*copyright by .{3,80}$|^©\s?[A-Z].{2,80}$|\ball rights reserved\b.{0,160}$"
    ),
    ("ticker", "furniture", "any"): r"[▲▼].*[▲▼]",
    ("photo_credit", "furniture", "any"): (
        r"^\W*(?i:(?:photo(?:graph)?|image|picture)s?(?: (?:credit|courtesy|by|from|via)\b|:)).{2,120}[^.!?]$"
        r"|\b(?:Photo(?:graph|grapher)?s?|Pictures?|Image|Graphic): [A-Z][\w/ .,&’'\-]{2,60}$"
        r"|^\((?:[^()]{0,60}(?i:photos?|file|image)[^()]{0,60}|[\w.’' \-]+/[\w.’' \-/]+)\)$"
        r"|(?:/\s?(?:AFP|AP|Reuters|REUTERS|EPA|Shutterstock|Bloomberg|Pool|POOL|Corbis|Redux|Zuma|ZUMA)"
        r"(?: Images| Photo| via [\w ]{2,30})?|(?:AP Photo|REUTERS)/[\w.,’' /\-]{2,60}|Getty(?: Images)?)\W*$"
        r"|^(?:FILE|File)(?: (?:PHOTO|photo|IMAGE|image))?(?:\s?:|\s[-–—]) .|^(?:Image|Media) (?:copyright|caption) "
        r"|[(\[][^()\[\]]{2,80} via (?:AP|AFP|Reuters|REUTERS|EPA)[)\]]$"
        r"|[(\[](?i:photo|file|image)s?(?i: by|:) [^()\[\]]{2,80}[)\]]$"
    ),
    ("byline", "byline", "top"): (
        rf"^\W{{0,2}}(?:By|BY|by):? {_NAMES}"
        r"(?:(?:,| \||,? in|,? at|,? for| [–—-]) (?:the )?[A-Z][\w.'’&, \-]{1,60})?(?<![a-z]{3}\.)$"
        rf"|^{_NAME}, [\w ]{{0,30}}(?:correspondent|editor|reporter|writer|bureau chief)(?:,? in [A-Z][\w ]+)?$"
    ),
    ("agency_credit", "credit", "top end"): (
        rf"^[•·*–—\-=( ]*(?:{_NAMES}(?:,| \|| /| –| —| -) )?(?i:with |from |via |source: )?{_AGENCIES}\)?\.?$"
        rf"|^{_NAMES}, (?:[A-Z][\w\-]+ ){{1,3}}(?:News|Press|Wire)$"
        r"|^[–—-] ?[A-Z][\w& ]{2,40}, with [A-Z][\w& ]{1,40}$"
    ),
    ("contributors", "credit", "end"): (
        r"(?i)\bcontributed (?:reporting )?(?:to|for) (?:this|the) (?:report|story|article|column|post|piece)\b.{0,60}$"
        r"|\bcontributed (?:to )?(?:this |the )?report(?:ing)?(?: from [\w ,.]{2,60})?\W*$"
        r"|^\W*(?:additional |with |some )?(?:reporting|research|writing|files?|assistance|material|inputs?) "
        r"(?:by|from) (?:the )?(?-i:[A-Z]).{2,200}$|^\W*contributing:? .{2,160}$|^\W*(?:with )?agencies\W*$"
        r"|^(?-i:(?:[A-Z][\w.'’\-]+,? (?:and )?){1,6}reported from [A-Z])(?!.*\b(?:that|where|on)\b)[^\"“”]{2,120}$"
        r"|^\W*th(?:is|e) (?:report|story|article) (?:is|was) (?:based|compiled).{0,40}\b(?:wires?|agenc(?:y|ies))\b"
    ),
}
_RULES = [(*key, re.compile(pattern)) for key, pattern in _PATTERNS.items()]

# Headings over links to other stories: the first sort opens the tail of a page, the second may stand in mid-article.
_TAIL_HEADING = re.compile(
    r"(?i)^\W*(?:just posted|trending(?: now| stories)?|recommended(?: for you)?|editor[s'’]* picks?|(?:read|up) next"
    r"|(?:the )?most (?:read|popular|viewed|shared)(?: (?:stories|articles|now|today|this week|in [\w ]{3,20}))?"
    r"|(?:more|latest|top|recommended|other|popular|recent|related) (?:stories|articles|news|posts|headlines)"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)|people are (?:also )?reading"
    r"|(?:more )?from (?:around )?the web)\W*$"
)
_LINKS_HEADING = re.compile(
    r"(?i)^\W*(?:(?:read more|(?:read|see) also|also (?:read|see)|related|(?:related|more) (?:coverage|content|reading)"
    r"|further reading|go deeper|(?:watch(?: now)?: )?related videos?|more on this(?: story| topic)?)[\s.…»>:]*"
    r"|more from (?-i:[A-Z])[\w’']+(?: [\w’']+){0,3}[.…»> ]*)$"
)
_TEASER = re.compile(r"(?:…|\.\.\.)\s*\(?(?:continue reading|read more|read the full (?:story|article))\W*$", re.I)

_PLEA = re.compile(
    r"(?i)\b(?:by subscribing, |click here to subscribe|subscribe (?:today|now)\b|subscribe to our\b)|^\W*subscribe\b"
    r"|(?:^\W*|[.!?] |please |help (?:us )?)support (?:independent|quality|local|progressive|strong|real|\S+[’']s)"
    r"(?: \w+)? (?:journalism|newsroom|reporting)\b|\bsupport our (?:\w+ )?(?:work|journalism|newsroom|reporting)\b"
    r"|\bbecome an? (?:\w+ )?(?:member|subscriber|supporter)\b.{0,60}\b(?:today|now|here|free|our)\b"
    r"|^\W*(?:please )?(?:donate|chip in)\b.{0,40}\b(?:today|now|here|us)\b"
    r"|^\W*since you[’']re here\b|\bwe have a (?:small )?favou?r to ask\b"
    r"|\bplease consider (?:subscribing|supporting|(?:making )?a (?:donation|contribution))\b"
)
_PLEA_COMPANY = re.compile(
    r"(?i)\bjournalism\b|\breader[- ](?:supported|funded)\b|\b(?:nonprofit|independent) news|\bthank you for reading\b"
    r"|\bpaywall\b|\byour (?:support|subscription|donation)\b|\bas little as\b"
)

_SIGNATURE = re.compile(rf"^{_NAME}, [A-Z][\w.&’' ]{{2,40}}$")
_BARE_BYLINE = re.compile(rf"^{_NAME} in (?P<place>[A-Z][\w\-]+(?: [A-Z]\w+)?)(?: and {_NAME} in [A-Z][\w ]+)?$")
_CAPITALS = r"(?:Mc|Mac)?[A-ZÀ-Þ][A-ZÀ-Þ.'’\-]+"
_PLACE = rf"{_CAPITALS}(?:[ /]{_CAPITALS}){{0,3}}"
_TITLED = r"[A-Z][a-z]+(?:[ \-][A-Z][a-z]+){0,2}"
_REGION = r"(?:, [A-Z][\w.'’\-]+(?: (?:of|and|the|[A-Z][\w.'’\-]+)){0,3})"
_DATE = rf"(?:,? (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?\.?)"
_DASH = r"(?:\s*(?:--+|[—–―]-?)\s*|\s+-\s+)"
_KNOWN = rf"\s*[(/](?:{_AGENCIES}|CNN(?: Business)?|BBC)[)/]"
_DATELINE = re.compile(
    rf"(?:{_PLACE}{_REGION}?{_DATE}?(?:\s*\((?![DRI]-)[A-Z][A-Za-z&./ \-]{{1,40}}\))?{_DASH}"
    rf"|\({_PLACE}{_REGION}?\){_DASH}"
    rf"|{_TITLED}{_REGION}?(?:{_DATE}(?:\s*\([A-Z]\w+\))?|\s*\([A-Z]{{3,6}}\)){_DASH}"
    rf"|(?:{_PLACE}|{_TITLED}){_REGION}?{_DATE}?{_KNOWN}(?:{_DASH}|[.:]?\s+)"
    rf"|(?:{_MONTH} \d{{1,2}})?{_KNOWN}(?:{_DASH}|:?\s+))"
    r"(?=[\"“‘'(]?[A-Z0-9À-Þ])"
)
_NO_PLACE = re.compile(
    r"(?:On |By )?[A-Za-z]+(?:day|DAY)\b|(?:Updated|Published|Posted)\b"
    r"|[^(,]*\b(?:FILE|UPDATED?|UPDATES|EXCLUSIVE|BREAKING|WATCH|VIDEO|PHOTOS?|OPINION|ANALYSIS|DEVELOPING|NEWS|LIVE"
    r"|CORRECTION|EDITOR|NOTE|MR|MRS|MS|DR|SEN|REP|GOV|PRESIDENT|SENATOR|U\.S|US|USA|GOP|ADVERTISEMENT|RELATED|READ"
    r"|MORE|FIRST|FACT|CLAIM|TRUE|FALSE)\b"
)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Give the trimmed (start, end) of every line with something on it (byte order marks are nothing)."""
    lines = re.finditer(r"[^\s\ufeff\u200b][^\r\n]*", text)
    return [(line.start(), line.start() + len(line.group().rstrip())) for line in lines]


def _is_headline(paragraph: str) -> bool:
    return 5 <= len(paragraph.split()) <= 20 and not paragraph[0].islower() and paragraph[-1] not in '.!:;,"”)'


def _mark_by_rules(paragraphs: Sequence[str], numbers: Iterable[int], where: str) -> _Found:
    found = {}
    for number in numbers:
        if len(paragraphs[number]) <= _MAX_CHARACTERS:
            for rule, kind, places, pattern in _RULES:
                if where in places and pattern.search(paragraphs[number]):
                    found[number] = (kind, rule)
                    break
    return found


def _mark_teasers(paragraphs: Sequence[str], found: _Found) -> None:
    for number, paragraph in enumerate(paragraphs):
        if len(paragraph) <= _MAX_CHARACTERS and _TEASER.search(paragraph):
            found[number] = ("furniture", "teaser")
            title = paragraphs[number - 1] if number else ""
            if title and number - 1 not in found and len(title.split()) <= 20 and title[-1] not in ".:;,":
                found[number - 1] = ("furniture", "teaser_title")


def _mark_repeats(paragraphs: Sequence[str], found: _Found) -> None:
    """Mark what the text has printed before: the first copy stays, so no reporting is lost."""
    seen: set[str] = set()
    for number, paragraph in enumerate(paragraphs):
        words = paragraph.casefold().split()
        key = " ".join(words)
        if len(words) >= 10 and key in seen:
            found.setdefault(number, ("furniture", "repeated_paragraph"))
        seen.add(key)


def _mark_lists(paragraphs: Sequence[str], found: _Found) -> None:
    """Mark headings over links, the headlines under them, and a tail in which little else stands."""
    short = [number for number, paragraph in enumerate(paragraphs) if len(paragraph) <= 80]
    headings = [n for n in short if _TAIL_HEADING.search(paragraphs[n]) or _LINKS_HEADING.search(paragraphs[n])]
    if not headings:
        return
    found |= dict.fromkeys(headings, ("furniture", "anchor_heading"))
    behind = range(headings[0], len(paragraphs))
    # A credit under the links is still a credit.
    found |= _mark_by_rules(paragraphs, [number for number in behind if number not in found], "end")
    in_list = False
    for number in behind:
        if number in found:
            rule = found[number][1]
            in_list = rule == "anchor_heading" or (in_list and rule == "advertisement")
        elif in_list and _is_headline(paragraphs[number]):
            found[number] = ("furniture", "tail_block")
        else:
            in_list = False
    for number in range(_tail_start(paragraphs, found), len(paragraphs)):
        found.setdefault(number, ("furniture", "tail_block"))


def _tail_start(paragraphs: Sequence[str], found: _Found) -> int:
    """Give the first tail heading after which no long paragraph stands and half of what does is links or marked."""
    start, marked = len(paragraphs), 0
    for after, number in enumerate(reversed(range(len(paragraphs)))):
        if number not in found and len(paragraphs[number]) > 200:
            break
        if len(paragraphs[number]) <= 80 and _TAIL_HEADING.search(paragraphs[number]) and marked >= after / 2:
            start = number
        marked += number in found or _is_headline(paragraphs[number])
    return start


def _mark_pleas(paragraphs: Sequence[str], left: Sequence[int], found: _Found) -> None:
    """Mark pleas for subscriptions and gifts and, at the end, a line about journalism that stands beside one."""
    end = set(left[-_END:])
    pleas = {number for number in left if len(paragraphs[number]) <= (400 if number in end else 150)}
    pleas = {number for number in pleas if paragraphs[number][0] not in '"“' and _PLEA.search(paragraphs[number])}
    beside = {left[i] for i in range(len(left)) if pleas.intersection(left[max(0, i - 1) : i + 2])} & end - pleas
    company = {n for n in beside if len(paragraphs[n]) <= 400 and _PLEA_COMPANY.search(paragraphs[n])}
    for number in pleas | company:
        found.setdefault(number, ("furniture", "end_plea"))


def _mark_bare_byline(paragraphs: Sequence[str], top: Sequence[int], found: _Found) -> None:
    """Mark "Jane Doe in Riga", without By, where the story itself goes on to name the place."""
    for number in top:
        match = _BARE_BYLINE.search(paragraphs[number]) if len(paragraphs[number]) <= 120 else None
        if match and any(match["place"] in paragraph for paragraph in paragraphs[number + 1 :]):
            found.setdefault(number, ("byline", "byline"))


def _find_dateline(paragraphs: Sequence[str], left: Sequence[int], found: _Found) -> tuple[int, int] | None:
    """Give the paragraph that opens with a dateline and the dateline's length."""
    for number in left[:_TOP]:
        match = _DATELINE.match(paragraphs[number][:160])
        if number in found or not match or _NO_PLACE.match(match.group()):
            continue
        # A transcript opens many paragraphs with the same speaker; a dateline stands once.
        if sum(paragraphs[n].startswith(match.group()) for n in left) == 1:
            return number, match.end()
    return None


def mark_text(text: str) -> list[Mark]:
    """Mark page furniture, the dateline, bylines and credits in one article; sorted, without overlaps.

    Furniture, bylines and credits are whole trimmed lines; a dateline is the start of one, with its dash and blank.

    Examples
    --------
    >>> article = "By Ada Moss in Riga\\nRIGA (AP) — Trams stopped on Monday.\\nAdvertisement\\nThey run again."
    >>> for mark in mark_text(article):
    ...     print(mark.kind, mark.rule, repr(article[mark.start : mark.end]))
    byline byline 'By Ada Moss in Riga'
    dateline dateline 'RIGA (AP) — '
    furniture advertisement 'Advertisement'
    """
    spans = _paragraphs(text)
    paragraphs = [text[start:end] for start, end in spans]
    found = _mark_by_rules(paragraphs, range(len(paragraphs)), "any")
    _mark_teasers(paragraphs, found)
    _mark_repeats(paragraphs, found)
    _mark_lists(paragraphs, found)
    left = [number for number in range(len(paragraphs)) if number not in found]
    found |= _mark_by_rules(paragraphs, left[:_TOP], "top") | _mark_by_rules(paragraphs, left[-_END:], "end")
    _mark_bare_byline(paragraphs, left[:3], found)
    _mark_pleas(paragraphs, left, found)
    signed = [n for n in left if len(paragraphs[n]) <= 80 and _SIGNATURE.search(paragraphs[n])]
    if len(signed) > 2:  # a digest signs the passages it quotes; an article has one credit
        found = {n: mark for n, mark in found.items() if n not in signed or mark[1] != "agency_credit"}
    marks = [Mark(*spans[number], *found[number]) for number in found]
    if dateline := _find_dateline(paragraphs, left, found):
        number, length = dateline
        marks.append(Mark(spans[number][0], spans[number][0] + length, "dateline", "dateline"))
    return sorted(marks)
