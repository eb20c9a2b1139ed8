"""Mark what is not reporting in one article's plain text: page furniture, datelines, bylines and credits.

The text is never changed. A mark says where the span stands, what it is and which rule found it. The rules prefer
precision: a missed teaser adds a few words to the counts, a marked body paragraph takes evidence away.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coverage_kit.text.credits import CREDIT_PATTERNS, NAME, find_bare_byline, find_house_byline, is_signature
from coverage_kit.text.datelines import MONTH, find_datelines

_Found = dict[int, tuple[str, str]]  # paragraph number -> (kind, rule)
_MAX_CHARACTERS = 600  # furniture is short; the cap also keeps the rules linear in the length of the text
_TOP, _END = 5, 6  # so many paragraphs, furniture left out, are the top and the end of an article


class Mark(NamedTuple):
    """A span that is not reporting, ``text[start:end]``, with its kind and the rule that found it."""

    start: int
    end: int
    kind: str
    rule: str


_WORDS = r"[A-Z][\w.&’\-]*(?: (?:[A-Z][\w.&’\-]*|of|the|and)){0,4}"
_PICTURE_AGENCY = "AFP|AP Photo|Associated Press|EPA|Getty Images|Magnum Photos|Reuters|REUTERS|Shutterstock|Wikimedia"

# (rule, kind, where): the pattern is searched in a trimmed paragraph. Where: any, top, end.
_PATTERNS = {
    ("advertisement", "furniture", "any"): (
        r"(?i)^\W*(?:(?:advertisement|advertising|sponsored(?: content)?)\W*)+$"
        r"|^\W*(?:advertisement\W+)?(?:(?:story|article) continue[sd]|continue reading)"
        r"(?: below| after| the main story)?(?:\W+(?:the |this )?(?:ad\w*|video))?\W*$"
    ),
    ("section_label", "furniture", "any"): (
        r"(?i)^\W*(?:(?:analysis|opinion|commentary|editorial|column)\W+)+$"
        r"|^\[(?:[a-z]+(?:[\- ][a-z]+)?|embed\w*(?: [^\]]*)?)\]$|^(?:watch|video|photos?)\s?:$"
        r"|^(?-i:CLOSE(?: [A-Z].{10,400})?)$|^.{5,80}\bloading\.\.\.$"
    ),
    ("share_buttons", "furniture", "any"): (
        r"(?i)^\W*(?:listen to (?:this )?article [\d:]+ )?(?:(?:share(?: (?:this|on|via))?(?: (?:article|story|post))?"
        r"|tweet|e-?mail|print|facebook|twitter|whatsapp|linkedin|pin|pinterest|reddit|pocket|post|copy link|telegram)"
        r"[\W\d]*){2,}$"
        r"|^\W*(?:share(?: this)?(?: (?:article|story|page|post))?|tweet this|copy link|link copied|whatsapp)\W*$"
        r"|^\W*read or share this story:? \S+$|^\W*share\b.{0,20}\bsharing options\b"
    ),
    ("follow_us", "furniture", "any"): (
        r"(?i)^\W*(?:please )?(?:follow|like|join) [\w.,@’'\- ]{2,60}?(?: (?:on|at|via)|\.) ?(?:facebook|twitter|"
        r"instagram|youtube|telegram|social media)\b.{0,60}$"
        r"|^\W*follow (?:[\w.’' ]{2,30} )?@\w.{0,60}$|[.!?] follow (?:him|her|them|me|us) (?:on|at) \S.{2,80}$"
        r"|\bcan be (?:reached|contacted|followed)\b.{0,20}\b(?:at|by|on|via)\b.{0,30}(?:@|\[email)"
    ),
    ("gallery", "furniture", "any"): (
        r"(?i)^\W*(?:(?:prev(?:ious)?|next|image|photo|slide)\W+)+\d+ of \d+\W*$"
        r"|^\W*(?:photos|pictures|in pictures|gallery|slideshow|video)\s?:\s.{3,90}[^.!]$"
        r"|^enlarge this image\b|^\W*(?:hide|show|toggle) caption\W*$|\breplay\b.{0,20}\bmore videos\b"
    ),
    ("related_link", "furniture", "any"): (
        r"^\W*(?i:read more|read also|also read|see also|also see|related(?: (?:story|stories|articles?|coverage))?"
        r"|more|also|don[’']t miss|read next|read|watch|now watch|trending|(?:special|full|complete) coverage"
        r"|continue reading)\s*[:|]\s*\S.{0,150}[^.!,;:]$"
        r"|^\W*(?i:(?:read|see) the (?:full|original) (?:story|article|report))\W*$|^\W*[A-Z].{3,60} »$"
        r"|^[A-Z][^:.“”\"]{3,60}[a-z]:[A-Z'‘][^:]{10,140}[^.:;,]$"  # a label run into a headline
        r"|^[(\[] ?(?i:see|read|watch|related|also|photos?|video|quiz|cartoons?|full|more|poll)\b[^()\[\]]{3,120}[)\]]$"
        r"|^\( [A-Z][^()]{5,120}\)$"
    ),
    ("call_to_act", "furniture", "any"): (
        r"(?i)^\W*(?:click|tap)(?: here)? (?:to|for) .{3,100}$|^\W*(?:download|get) (?:the|our) [\w ]{0,30}\bapp\b"
        r"|\bapp\b.{0,20}\b(?:get|download) it\b|^\W*(?:do you have|have|got) an? (?:\w+ )?(?:story|tip|view)\b"
        r"|^\W*(?:write to|e-?mail|contact|let us know|send (?:letters|tips|comments|us|your))\b.{2,60}@.{0,120}$"
        r"|^\W*(?:sign|read|watch|see|view|find|listen to) [\w’' ]{3,50} here\W*$|^\W*check out our .{3,80}$"
        r"|^\W*visit [\w’' ]{3,40} (?:for|to) (?:more|read)\b.{3,40}$|\bplease refresh (?:your|the|this) page\b"
        r"|\btake our [\w\- ]{0,40}\b(?:survey|poll|quiz)\W*$|\? yes no\W*$|^\W*completing this poll\b"
        r"|^\W*listen(?: to (?:this|the) (?:article|story|podcast))?\W+(?:\d+ ?min|\d+:\d\d|audio)\b.{0,200}$"
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
        r"|[.!?] sign up (?:to receive|for) (?:our|the|more)\b"
        r"|^\W*(?:to )?(?:get|receive|let)\b.{0,100}\byour inbox\b|^\W*get breaking news (?:alerts|updates)\b"
        r"|^\W*subscribe (?:now|today)\b|^\W*get (?:our|the) (?:[\w’']+ ){0,4}newsletters?\b"
    ),
    ("updated_stamp", "furniture", "any"): (
        r"(?i)^[\W_]*(?:last )?(?:updated|first published|published|posted)(?: (?:at|on))?\s*:?\s*(?:\w+day,? )?"
        rf"(?:at )?(?:\d|today|{MONTH} \d).{{0,70}}$|^\d\d?:\d\d ?(?:[ap]\.?m\.?)?[\w, ]{{0,20}}\b\d{{4}}$"
        r"|^\W*(?:editor[’']s note: )?this (?:story|article|report|post|piece|file|column) "
        r"(?:has been|was|is being|will be)(?: last)? updated\b.{0,160}$"
        r"|^\W*this is a (?:breaking|developing)(?: news)? story\b.{0,120}$"
        rf"|^(?-i:From (?:[A-Z]\w+ ){{1,5}}?[A-Z]\w+), \d{{1,2}} {MONTH} \d{{4}}$"
        r"|^\d\d?:\d\d ?[ap]\.?m\.?(?: [A-Z]{2,3})?$"
        r"|^(?:more than )?\d+ (?:minutes?|hours?|days?|weeks?|months?|years?)"
        r" (?:ago|old)\W*$"
        r"|^\W*(?:a version of )?this (?:article|story|column) (?:appear(?:s|ed)|was published) in\b.{3,120}$"
    ),
    ("editors_note", "furniture", "any"): (
        r"(?i)^\W*(?:editor[’']?s?[’']?|author[’']s) note\W+\w(?!.*\b(?:earlier version|correct(?:ed|ion))\b)"
    ),
    ("copyright", "furniture", "any"): (
        r"(?i)^[^\w©(]{0,9}\(?(?:(?:©|copyright|\(c\))\W{0,3}){1,3}(?:[\w ]{1,40} )?\d{4}\b.{0,300}$"
        r"|^\W*copyright by .{3,80}$|[.] copyright (?:© ?|\(c\) ?)?\d{4} .{2,60}$"
        r"|^©\s?[A-Z].{2,80}$|\ball rights reserved\b.{0,160}$"
    ),
    ("ticker", "furniture", "any"): r"[▲▼].*(?:[▲▼]|\bunch\b)",
    ("photo_credit", "furniture", "any"): (
        r"^\W*(?i:(?:photo(?:graph)?|image|picture)s?(?: (?:credit|courtesy|by|from|via)\b|:)).{2,120}[^.!?]$"
        r"|\b(?:Photo(?:graph|grapher)?s?|Pictures?|Image|Graphic): [A-Z][\w/ .,&’'\-]{2,60}$"
        r"|^\((?:[^()]{0,60}(?i:photos?|file|image)[^()]{0,60}|[\w.’' \-]+/[\w.’' \-/]+)\)$"
        r"|(?:/\s?(?:AFP|AP|Reuters|REUTERS|EPA|Shutterstock|Bloomberg|Pool|POOL|Corbis|Redux|Zuma|ZUMA)"
        r"(?: Images| Photo| via [\w ]{2,30})?|(?:AP Photo|REUTERS)/[\w.,’' /\-]{2,60}|Getty(?: Images)?)\W*$"
        r"|^(?:FILE|File)(?: (?:PHOTO|photo|IMAGE|image))?(?:\s?:|\s[-–—]) .|^(?:Image|Media) (?:copyright|caption) "
        r"|[(\[][^()\[\]]{2,80} via (?:AP|AFP|Reuters|REUTERS|EPA)[)\]]$"
        r"|[(\[](?i:photo|file|image)s?(?i: by|:) [^()\[\]]{2,80}[)\]]$"
        rf"|[.!?”\"] \({NAME}(?:, (?:The )?| for (?:The )?|, special to (?:The )?|/| / ){_WORDS}\)$"
        rf"|^{NAME} for (?:[A-Z]\w+|The [A-Z][\w ]+)$|^{NAME} ?/ ?(?:{_PICTURE_AGENCY})\b"
        rf"|^(?=.{{1,200}}$).*\w/(?:{_PICTURE_AGENCY})\b|\bPhoto(?:graph)? : [A-Z]"
        r"|\bvia (?:Flickr|Wikimedia|Pixabay|Unsplash)\b"
        r"|^(?i:video (?:produced )?by) [A-Z][\w .]{2,40}$|^Photographer: "
    ),
}
_RULES = [(*key, re.compile(pattern)) for key, pattern in (_PATTERNS | CREDIT_PATTERNS).items()]
_GALLERY = re.compile(r"\bHide Caption \d+ of \d+")  # such a line holds all captions of a gallery

# Links to other stories in capitals, between paragraphs that are not.
_CAPITALS = re.compile(r"^(?!\d)(?=(?:\S+ ){5})[^a-z]*[A-Z]{3}[^a-z]*$")

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
    r"|more from (?-i:[A-Z])[\w’']+(?: [\w’']+){0,3}[.…:»> ]*|more:)$"
)
_TEASER = re.compile(r"(?:…|\.\.\.)\s*\(?(?:continue reading|read more|read the full (?:story|article))\W*$", re.I)

_ROLE = (
    r"editor|writer|columnist|correspondent|reporter|contributor|author|fellow|professor|lecturer|host|founder|director"
    r"|president|chair\w*|attorney|lawyer|historian|analyst|strategist|member|consultant|adviser|scholar|journalist"
    r"|commentator|economist|teacher|student|representative|chief|emeritus|candidate|producer|manager|officer|expert"
)
_SPEAKER = re.compile(r"[A-Z][A-Z.’' \-]+: ")
_SIGNED = re.compile(rf"^[–—-] ?{NAME}$")
_AUTHOR_NOTE = re.compile(
    rf"^[–—•⦁*\-\s]{{0,4}}(?:(?:Sen|Rep|Dr|Gov)\. )?(?P<name>{NAME})(?:,[^.]{{3,80}},)?(?: and {NAME})?"
    rf"(?:,[^.]{{3,80}},)? (?:is|are|was|were|has been|serves as|co-founded)\b[^.]{{0,160}}\b(?:{_ROLE})s?\b"
    rf"|^[–—•⦁*\-\s]{{0,4}}(?P<name2>{NAME})[’']s? column\b"
)

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


def split_lines(text: str) -> list[tuple[int, int]]:
    """Give the trimmed (start, end) of every line with something on it (byte order marks are nothing).

    Examples
    --------
    >>> split_lines(" Trams stopped.  \\n\\nThey run again.")
    [(1, 15), (19, 34)]
    """
    lines = re.finditer(r"[^\s\ufeff\u200b][^\r\n]*", text)
    return [(line.start(), line.start() + len(line.group().rstrip())) for line in lines]


def _is_headline(paragraph: str) -> bool:
    return 5 <= len(paragraph.split()) <= 20 and not paragraph[0].islower() and paragraph[-1] not in '.!:;,"”)'


def _mark_by_rules(paragraphs: Sequence[str], numbers: Iterable[int], where: str) -> _Found:
    found = {}
    for number in numbers:
        if _GALLERY.search(paragraphs[number]):
            found[number] = ("furniture", "gallery")
        elif len(paragraphs[number]) <= _MAX_CHARACTERS:
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
        if len(words) >= 10 and key in seen and not _SPEAKER.match(paragraph):  # a clip may be played twice
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


def _mark_capitals(paragraphs: Sequence[str], found: _Found) -> None:
    """Mark headlines of other stories in capitals, unless the text has more of them than of anything else."""
    capitals = [number for number, paragraph in enumerate(paragraphs) if _CAPITALS.search(paragraph[:200])]
    for number in capitals if len(capitals) <= len(paragraphs) / 3 else []:
        found.setdefault(number, ("furniture", "headline_link"))


def _mark_signatures(paragraphs: Sequence[str], found: _Found) -> None:
    """Mark "– Ann Reed" under what she wrote; under a quotation it is its source, and reporting."""
    signed = {n: p.strip("–—- ") for n, p in enumerate(paragraphs) if len(p) <= 40 and _SIGNED.search(p)}
    text = "\n".join(paragraphs[n] for n in range(len(paragraphs)) if n not in signed) if signed else ""
    counts = Counter(signed.values())
    for number, name in signed.items():
        under_quotation = number == 0 or paragraphs[number - 1][0] in "\"“'‘"
        if name.split()[-1] not in text and (counts[name] > 1 or not under_quotation):
            found.setdefault(number, ("byline", "signature"))


def _mark_author_notes(paragraphs: Sequence[str], left: Sequence[int], found: _Found) -> None:
    """Mark a first or last paragraph that says who somebody is whom the story does not mention: its author."""
    for number in {*left[:1], *left[-3:]}:
        match = _AUTHOR_NOTE.search(paragraphs[number]) if len(paragraphs[number]) <= _MAX_CHARACTERS else None
        name = (match["name"] or match["name2"]).split()[-1] if match else ""
        if match and not any(name in paragraphs[other] for other in left if other != number):
            found.setdefault(number, ("furniture", "author_note"))


def mark_text(text: str, *, outlet: str = "") -> list[Mark]:
    """Mark page furniture, the dateline, bylines and credits in one article; sorted, without overlaps.

    The outlet's name tells bylines that give it under the author's. Furniture, bylines and credits are whole trimmed
    lines; a dateline is the start of one, with its dash and blank.

    Examples
    --------
    >>> article = "By Ada Moss in Riga\\nRIGA (AP) — Trams stopped on Monday.\\nAdvertisement\\nThey run again."
    >>> for mark in mark_text(article):
    ...     print(mark.kind, mark.rule, repr(article[mark.start : mark.end]))
    byline byline 'By Ada Moss in Riga'
    dateline dateline 'RIGA (AP) — '
    furniture advertisement 'Advertisement'
    """
    spans = split_lines(text)
    paragraphs = [text[start:end] for start, end in spans]
    found = _mark_by_rules(paragraphs, range(len(paragraphs)), "any")
    _mark_teasers(paragraphs, found)
    _mark_repeats(paragraphs, found)
    _mark_lists(paragraphs, found)
    _mark_capitals(paragraphs, found)
    left = [number for number in range(len(paragraphs)) if number not in found]
    found |= _mark_by_rules(paragraphs, left[:_TOP], "top") | _mark_by_rules(paragraphs, left[-_END:], "end")
    bylines = [n for n in left[:3] if find_bare_byline(paragraphs, n)] + find_house_byline(paragraphs, left[:3], outlet)
    found |= dict.fromkeys((n for n in bylines if n not in found), ("byline", "byline"))
    _mark_pleas(paragraphs, left, found)
    signed = [n for n in left if is_signature(paragraphs[n])]
    if len(signed) > 2:  # a digest signs the passages it quotes; an article has one credit
        found = {n: mark for n, mark in found.items() if n not in signed or mark[1] != "agency_credit"}
    _mark_signatures(paragraphs, found)
    _mark_author_notes(paragraphs, [n for n in left if n not in found], found)
    marks = [Mark(*spans[number], *found[number]) for number in found]
    body = [number for number in range(len(paragraphs)) if number not in found]
    for index, length in find_datelines([paragraphs[number] for number in body]):
        start = spans[body[index]][0]
        marks.append(Mark(start, start + length, "dateline", "dateline"))
    return sorted(marks)
