// How the report looks: fonts of the system, one colour a state, figures that align; light, dark, narrow and on paper.
import { chartStyle } from './style-charts.ts';

const light = `--page:#fff;--text:#1c2128;--quiet:#59636e;--line:#d9dee4;--soft:#f5f7f9;--link:#0b5bbd;
--pass:#1a7f37;--fail:#c4281c;--inconclusive:#8a5a00;--running:#0b63ce;--none:#59636e;
--pass-soft:#e9f6ec;--fail-soft:#fdeeec;--inconclusive-soft:#fbf3df;--running-soft:#e8f1fd;--none-soft:#f1f3f5;
--data:#3457c9;--second:#8a94a3;--bar:#7d96e0;--grid:#e7eaee;color-scheme:light`;

const dark = `--page:#0f1318;--text:#e3e8ee;--quiet:#9aa5b1;--line:#2d343d;--soft:#181d24;--link:#79b0ff;
--pass:#4cc264;--fail:#ff8177;--inconclusive:#e0ac3a;--running:#6cb0ff;--none:#9aa5b1;
--pass-soft:#12261a;--fail-soft:#31181a;--inconclusive-soft:#2b2310;--running-soft:#12233a;--none-soft:#1b2027;
--data:#8fabff;--second:#77828f;--bar:#5873c4;--grid:#232a32;color-scheme:dark`;

export const style = `
:root{${light}}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0 auto;max-width:72rem;padding:0 1.25rem 3rem;background:var(--page);color:var(--text);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
code,pre,.target{font-size:.92em;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
main:focus{outline:none}
.skip{position:absolute;left:-100vw;background:var(--page);padding:.5rem 1rem}
.skip:focus{left:1rem;top:1rem;z-index:1}
.symbols{position:absolute;width:0;height:0}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.quiet,.unit{color:var(--quiet)}
.unit{font-size:.88em}
small{display:block;color:var(--quiet);font-size:.85rem;line-height:1.45}
.icon{width:1em;height:1em;fill:currentColor;flex:none}

.head{margin:2rem 0 0;padding:1.5rem 1.75rem 1.25rem;border-radius:12px;border:1px solid var(--line);border-left:8px solid var(--accent);background:var(--tint)}
.pass{--accent:var(--pass);--tint:var(--pass-soft)}
.fail{--accent:var(--fail);--tint:var(--fail-soft)}
.inconclusive{--accent:var(--inconclusive);--tint:var(--inconclusive-soft)}
.running{--accent:var(--running);--tint:var(--running-soft)}
.none{--accent:var(--none);--tint:var(--none-soft)}
.head .kind{margin:0;color:var(--quiet);font-size:.9rem}
h1{display:flex;align-items:center;gap:.45em;margin:.25rem 0 .5rem;color:var(--accent);font-size:2.35rem;line-height:1.15;letter-spacing:-.02em}
.head .words{margin:0;font-size:1.2rem;font-weight:600}
.head .reason{margin:.35rem 0 0;max-width:60rem}
.head .facts{margin:1.1rem 0 0;padding-top:1rem;border-top:1px solid var(--line)}

nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.4rem;list-style:none;margin:1.1rem 0 0;padding:0 .25rem;font-size:.92rem}
section{margin-top:3rem}
h2{font-size:1.4rem;line-height:1.25;letter-spacing:-.01em;margin:0 0 1rem;padding-bottom:.45rem;border-bottom:1px solid var(--line)}
h3{font-size:1.12rem;margin:1.5rem 0 .5rem}
h4{font-size:1rem;margin:1.25rem 0 .5rem}
article{margin-top:2.25rem}
article+article{padding-top:.5rem;border-top:1px solid var(--line)}
article h3{font-size:1.2rem;margin:.75rem 0 .1rem}
.target{margin:0 0 .75rem;color:var(--quiet)}
footer{margin-top:3.5rem;border-top:1px solid var(--line);color:var(--quiet);font-size:.85rem}

.facts{display:flex;flex-wrap:wrap;gap:.8rem 2.2rem;margin:.75rem 0 1.25rem}
.facts dt{color:var(--quiet);font-size:.8rem;line-height:1.3}
.facts dd{margin:0;font-variant-numeric:tabular-nums}

table{border-collapse:collapse;width:100%;font-size:.93rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--quiet);font-size:.85rem;padding:.35rem 0}
th,td{padding:.5rem .9rem .5rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{font-size:.8rem;font-weight:600;color:var(--quiet);vertical-align:bottom;white-space:nowrap}
tbody th{font-weight:400}
.n{text-align:right}
td.n,tbody th.n{white-space:nowrap}
.scroll{overflow-x:auto;overflow-wrap:normal}
@media screen{main section>.scroll{background:linear-gradient(90deg,var(--page) 30%,transparent) 0 0/2rem 100% no-repeat local,
linear-gradient(270deg,var(--page) 30%,transparent) 100% 0/2rem 100% no-repeat local,
linear-gradient(90deg,var(--second),transparent) 0 0/.5rem 100% no-repeat scroll,
linear-gradient(270deg,var(--second),transparent) 100% 0/.5rem 100% no-repeat scroll}}
.scroll bdi,.scroll code{display:inline-block;max-width:26rem;overflow-wrap:break-word;vertical-align:top}
.tables{display:flex;flex-wrap:wrap;gap:1rem 3rem;align-items:flex-start}
.tables table{width:auto}
details{margin:.6rem 0}
summary{cursor:pointer;color:var(--link);font-size:.9rem;padding:.15rem 0}
details .scroll{margin:.25rem 0 1rem;padding:0 .75rem;max-height:28rem;overflow:auto;background:var(--soft);border-radius:8px}
details table{font-size:.85rem}
details th,details td{padding-top:.3rem;padding-bottom:.3rem}
details>.scroll>table{width:auto;min-width:min(100%,24rem)}
pre{margin:0;padding:.75rem 0;white-space:pre-wrap}

.slos td,.slos th{vertical-align:middle;padding-top:.7rem;padding-bottom:.7rem}
.slos tbody th code{font-weight:600}
.badge{display:inline-flex;align-items:center;gap:.4em;color:var(--accent);font-weight:600;white-space:nowrap}
.slos .value{font-weight:600}
.slos td.verdict{width:9rem}
.slos tbody th{min-width:9rem}
.slos .room{width:13rem}
.margin{display:flex;flex-direction:column;gap:.1rem;font-size:.82rem;color:var(--quiet);line-height:1.3}
.nothing{margin:2rem 0 0}
.step.failed,.step.interrupted{color:var(--fail);font-weight:600}
.step.running{color:var(--running);font-weight:600}
.step.pending,.step.skipped{color:var(--quiet)}
.remarks{margin:0 0 1.25rem;padding-left:1.2rem}
.remarks li{margin:.5rem 0}
.hint{margin:.2rem 0 0;padding:.35rem .75rem;border-left:3px solid var(--line);background:var(--soft);font-size:.93rem}
.names li{font-size:.85rem;margin:.4rem 0}
${chartStyle}
@media screen and (max-width:44rem){
body{padding:0 .9rem 2rem}
.head{padding:1.1rem 1.1rem 1rem;border-left-width:6px}
h1{font-size:1.9rem}
.facts{gap:.6rem 1.5rem}
.slos,.slos tbody{display:block}
.slos thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.slos tr{display:grid;grid-template-columns:auto 1fr;gap:.15rem .9rem;padding:.8rem 0;border-bottom:1px solid var(--line)}
.slos td,.slos th{border:0;padding:0;text-align:left;width:auto;min-width:0;white-space:normal}
.slos th,.slos .room,.slos .verdict,.slos .version{grid-column:1/-1}
.slos .room{width:auto}
.cards,.cards tbody{display:block}
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards tr{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.2rem,1fr));gap:.45rem .9rem;padding:.8rem 0;border-bottom:1px solid var(--line)}
.cards td,.cards th{border:0;padding:0;text-align:left;white-space:normal;overflow-wrap:anywhere}
.cards tbody th{grid-column:1/-1;font-weight:600}
.cards td::before{content:attr(data-head);display:block;color:var(--quiet);font-size:.8rem;font-weight:400}
.cards td:empty{display:none}
.cards .interval{max-width:100%}
.slos .limit::before{content:"limit ";color:var(--quiet)}
.slos .value::before{content:"measured ";color:var(--quiet);font-weight:400}
}
@page{size:A4;margin:15mm 14mm}
@media print{
body{max-width:none;padding:0;font-size:10.5pt}
.skip,nav{display:none}
.head{margin-top:0}
a{color:inherit;text-decoration:none}
section{margin-top:1.6rem}
h2,h3,h4,caption{break-after:avoid}
figure,figure>svg,tr,li,.facts,.head{break-inside:avoid}
figure:has(details[open]){break-inside:auto}
figcaption{break-after:avoid}
thead{display:table-header-group}
.scroll,details .scroll{overflow:visible;max-height:none}
.scroll bdi,.scroll code{max-width:8.5rem}
.scroll td,.scroll th{overflow-wrap:break-word}
.slos .version{min-width:6.5rem}
#versions th,#versions td{padding-right:.4rem;font-size:8.5pt}
#versions bdi,#versions code{max-width:6rem}
#versions small{font-size:7.5pt}
#versions td.n .unit{display:inline-block;max-width:4rem;white-space:normal;overflow-wrap:break-word;vertical-align:bottom}
.interval{width:96px}
.slos tbody th{width:auto}
.slos .unit{white-space:normal}
details:not([open]),#names:has(details:not([open])){display:none}
#endpoints:not(:has(figure,.facts,details[open])),#endpoints article:not(:has(figure,.facts,details[open])){display:none}
.charts{grid-template-columns:1fr 1fr;gap:.5rem 1.5rem}
.slos td.verdict{width:7.5rem}
svg text{font-size:15px}
.slos .room{width:9rem}
th,td{padding-right:.6rem}
thead th{white-space:normal}
.slos td.n,.slos thead th{overflow-wrap:break-word}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
`;
