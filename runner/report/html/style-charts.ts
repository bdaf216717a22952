export const chartStyle = `
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,22rem),1fr));gap:1rem 2.5rem}
figure{margin:.75rem 0;min-width:0}
figcaption strong{display:block;font-size:.95rem}
figcaption span{color:var(--quiet);font-size:.88rem}
figure>svg{display:block;width:100%;height:auto;margin:.35rem 0 .1rem}
svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;font-variant-numeric:tabular-nums;fill:var(--quiet);unicode-bidi:isolate}
.grid{stroke:var(--grid);fill:none}
.axis{stroke:var(--second);fill:none}
.bar{fill:var(--bar)}
.bar:hover{fill:var(--data)}
.line{fill:none;stroke:var(--data);stroke-width:2;stroke-linejoin:round}
.line.second{stroke:var(--second);stroke-dasharray:5 3;stroke-width:1.6}
.line.open{stroke-dasharray:2 3}
.line.dense{stroke-width:1;opacity:.8}
.line.errors{stroke:var(--fail);stroke-dasharray:7 2}
.asked{stroke:var(--second);stroke-dasharray:3 4;stroke-width:1.6;fill:none}
.dot{fill:var(--data);stroke:var(--page)}
.dot.open{fill:var(--page);stroke:var(--data);stroke-width:1.6}
g.line circle{fill:var(--page);stroke-width:1.6}
path.band{stroke:none;fill:var(--data);fill-opacity:.17}
.v1{stroke:var(--inconclusive)}path.v1{stroke-dasharray:7 3}
.v2{stroke:var(--pass)}path.v2{stroke-dasharray:2 3}
.v3{stroke:var(--running)}path.v3{stroke-dasharray:9 3 2 3}
.v4{stroke:var(--quiet)}
.v5{stroke:var(--fail)}path.v5{stroke-dasharray:4 2}
path.band.v1{fill:var(--inconclusive)}path.band.v2{fill:var(--pass)}path.band.v3{fill:var(--running)}
path.band.v4{fill:var(--quiet)}path.band.v5{fill:var(--fail)}
.limit{fill:none;stroke:var(--fail);stroke-width:1.6;stroke-dasharray:8 4}
svg .limit-words{fill:var(--fail);font-weight:600;paint-order:stroke;stroke:var(--page);stroke-width:4px;stroke-linejoin:round}
.wrong{fill:none;stroke:var(--fail);stroke-width:2.2}
.marker{stroke:var(--text);stroke-dasharray:1 3;fill:none}
svg .marker-words{fill:var(--text)}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;margin:.1rem 0 0;padding:0;font-size:.85rem;color:var(--quiet)}
.legend li{display:flex;align-items:center;gap:.45rem}
.key{width:26px;height:12px}
.swatch{width:12px;height:12px}
.requests{height:14px;border-radius:3px}
.part.ok{fill:var(--bar)}
.part.client{fill:var(--inconclusive)}
.part.server{fill:var(--fail)}
.part.lost{fill:var(--text)}
.part.dropped{fill:var(--second)}
.bar-margin{width:180px;max-width:100%;height:18px}
.zone{fill:var(--grid)}
.holds .amount{fill:var(--pass)}
.inconclusive.holds .amount{fill:var(--inconclusive)}
.beyond .amount{fill:var(--second)}
.excess{fill:var(--fail)}
.edge{stroke:var(--text);stroke-width:2}
.cut{fill:none;stroke:var(--page);stroke-width:2}
.interval{width:150px;height:16px;display:block}
.span{stroke:var(--data);stroke-width:2;fill:none}
@media (max-width:34rem){svg text{font-size:16px}}
`;
