"""The hosts people come from, and what kind of place each is.

Facts collected from the services' own addresses; the kinds are those of Google's list of source
categories for default channel groups (support.google.com/analytics/answer/9756891), to which
assistants were added. A host that is not here is a web site like any other.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal["search", "social", "video", "shopping", "assistant", "mail", ""]


class Place(NamedTuple):
    name: str
    kind: Kind


# A name, then its hosts; “google.*” stands for google under every country.
_SEARCH = """
google google.* android-app:com.google.android.googlequicksearchbox
bing bing.com cn.bing.com
yahoo search.yahoo.com search.yahoo.co.jp yahoo.com yahoo.co.jp
duckduckgo duckduckgo.com
baidu baidu.com
yandex yandex.* ya.ru
naver naver.com
daum daum.net
seznam seznam.cz
sogou sogou.com
so.com so.com
coccoc coccoc.com
ecosia ecosia.org
qwant qwant.com
startpage startpage.com
brave search.brave.com
kagi kagi.com
mojeek mojeek.com
swisscows swisscows.com
presearch presearch.com
aol search.aol.com
ask ask.com
"""
_SOCIAL = """
facebook facebook.com fb.com fb.me android-app:com.facebook.katana
instagram instagram.com android-app:com.instagram.android
threads threads.net threads.com
twitter twitter.com t.co x.com android-app:com.twitter.android
linkedin linkedin.com lnkd.in android-app:com.linkedin.android
pinterest pinterest.* pin.it
reddit reddit.com android-app:com.reddit.frontpage
snapchat snapchat.com
whatsapp whatsapp.com wa.me android-app:com.whatsapp
telegram telegram.org t.me android-app:org.telegram.messenger
line line.me
kakao kakao.com
wechat weixin.qq.com wechat.com
weibo weibo.com weibo.cn
xiaohongshu xiaohongshu.com
vk vk.com
ok ok.ru
mastodon mastodon.social
bluesky bsky.app
discord discord.com
slack app.slack.com
quora quora.com
tumblr tumblr.com
medium medium.com
hackernews news.ycombinator.com
stackoverflow stackoverflow.com
kaskus kaskus.co.id
xing xing.com
nextdoor nextdoor.com
"""
_VIDEO = """
youtube youtube.com youtu.be android-app:com.google.android.youtube
tiktok tiktok.com android-app:com.zhiliaoapp.musically
vimeo vimeo.com
twitch twitch.tv
dailymotion dailymotion.com
bilibili bilibili.com
netflix netflix.com
vidio vidio.com
"""
_SHOPPING = """
amazon amazon.*
ebay ebay.*
etsy etsy.com
tokopedia tokopedia.com
shopee shopee.*
lazada lazada.*
bukalapak bukalapak.com
blibli blibli.com
aliexpress aliexpress.com
alibaba alibaba.com
taobao taobao.com
temu temu.com
rakuten rakuten.co.jp
walmart walmart.com
zalando zalando.*
mercadolibre mercadolibre.com mercadolivre.com.br
google-shopping shopping.google.com
idealo idealo.de
"""
_ASSISTANTS = """
chatgpt chatgpt.com chat.openai.com openai.com
gemini gemini.google.com bard.google.com
copilot copilot.microsoft.com copilot.com
perplexity perplexity.ai
claude claude.ai
deepseek deepseek.com
grok grok.com
mistral chat.mistral.ai
meta-ai meta.ai
you you.com
poe poe.com
phind phind.com
kimi kimi.com kimi.moonshot.cn
qwen chat.qwen.ai
doubao doubao.com
"""
_MAIL = """
gmail mail.google.com android-app:com.google.android.gm
outlook outlook.live.com outlook.office.com outlook.office365.com
yahoo-mail mail.yahoo.com mail.yahoo.co.jp
proton mail.proton.me
"""
_TABLES: tuple[tuple[Kind, str], ...] = (
    ("search", _SEARCH),
    ("social", _SOCIAL),
    ("video", _VIDEO),
    ("shopping", _SHOPPING),
    ("assistant", _ASSISTANTS),
    ("mail", _MAIL),
)
# Other words that links use for these places as utm_source.
_ALSO = {"fb": "facebook", "ig": "instagram", "yt": "youtube", "x": "twitter", "li": "linkedin",
         "openai": "chatgpt", "adwords": "google"}  # fmt: skip
_COUNTRY_LETTERS, _ENDING_LETTERS = 2, 3


def _lines() -> Iterator[tuple[Place, list[str]]]:
    for kind, table in _TABLES:
        for line in table.split("\n"):
            if line:
                name, *hosts = line.split()
                yield Place(name, kind), hosts


_BY_HOST = {host: place for place, hosts in _lines() for host in hosts if "*" not in host}
_BY_STEM = {host[:-2]: place for place, hosts in _lines() for host in hosts if host[-2:] == ".*"}
_BY_NAME = {place.name: place for place, _hosts in _lines()}
NAMES = tuple(_BY_NAME)


@lru_cache(maxsize=10_000)
def place_of(host: str) -> Place:
    """The place a host belongs to; itself, of no kind, where it is none we know."""
    labels = host.split(".")
    for start in range(len(labels)):
        found = _BY_HOST.get(".".join(labels[start:]))
        if found is not None:
            return found
    return _of_a_country(labels) or Place(host, "")


def _of_a_country(labels: list[str]) -> Place | None:
    """google.de, google.co.id, amazon.com.br: a name we know, then nothing but an ending."""
    for length in (1, 2):
        name, ending = labels[-length - 1 : -length], labels[-length:]
        found = _BY_STEM.get(name[0]) if name else None
        if found and all(len(label) <= _ENDING_LETTERS for label in ending):
            return found if length == 1 or len(ending[-1]) == _COUNTRY_LETTERS else None
    return None


@lru_cache(maxsize=10_000)
def kind_of_source(source: str) -> Kind:
    """What kind of place a source is, whether a link named it or its host was seen."""
    named = _BY_NAME.get(_ALSO.get(source, source))
    return named.kind if named else place_of(source).kind
