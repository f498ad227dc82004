"""Whether a word can be one Vietnamese syllable, as it is spelled today.

Names of Tày, Nùng, Thái and H'Mông villages are spelled with the same parts; what other
languages write (Noël, El Niño) seldom fits. That tells a clean text from a spoiled one.
"""

import re
import unicodedata
from functools import cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_ONSETS = "b c ch d đ g gh gi h k(?=[eêiy]) kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi
om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uâ uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ uơn up ut
uy uya uych uyên uyêt uynh uyp uyt uyu ư ưa ưc ươc ươi ươm ươn ương ươp ươt ươu ưi ưm ưn ưng ưt ưu
y ych yêm yên yêng yêt yêu yn ynh yp yt yu
ak ăk âk ek êk ik ok ôk ơk uk ưk
"""
_MARKED = re.compile("[ăâêôơư](?!.*[ăâêôơư])")
_VOWELS = re.compile("[aeiouy]+")


@cache
def _syllable() -> re.Pattern[str]:
    """Return onset and rhyme, with the finals of the Central Highlands ("Đắk Lắk")."""
    onsets = "|".join(sorted(_ONSETS.split(), key=len, reverse=True))
    return re.compile(f"(?:{onsets})?(?P<rhyme>{'|'.join(_RHYMES.split())})")


def is_syllable(word: str) -> bool:
    """Say whether a word is spelled as a Vietnamese syllable, with one tone at most.

    The tone stands on its vowel: "xã" and "hoà", "hòa" are syllables, "xaõ" is none.
    """
    apart = [unicodedata.normalize("NFD", mark) for mark in unicodedata.normalize("NFC", word)]
    toned = [at for at, marks in enumerate(apart) if not _TONES.isdisjoint(marks)]
    bare = "".join(mark for marks in apart for mark in marks if mark not in _TONES).lower()
    found = _syllable().fullmatch(unicodedata.normalize("NFC", bare))
    if found is None or not toned:
        return found is not None
    return len(toned) == 1 and _bears(found["rhyme"], toned[0] - found.start("rhyme"))


def _bears(rhyme: str, at: int) -> bool:
    """Say whether a rhyme bears its tone on the letter at a place."""
    marked, vowels = _MARKED.search(rhyme), _VOWELS.match(rhyme)
    if marked or vowels is None:
        return marked is not None and at == marked.start()
    if rhyme[:2] not in {"oa", "oe", "oo", "uy"}:
        return at == 0
    return at == 1 or (at == 0 and vowels.end() == 2)
