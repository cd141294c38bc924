export const CSS = `
:host{all:initial}
.p,button{position:fixed;z-index:2147483000;right:max(20px,env(safe-area-inset-right))}
button{bottom:max(20px,env(safe-area-inset-bottom));width:60px;height:60px;padding:0;border:2px solid transparent;border-radius:50%;background:var(--b);color:var(--f);cursor:pointer;display:grid;place-items:center;box-shadow:0 6px 24px rgb(0 0 0/.22)}
button:hover{transform:translateY(-2px)}
button:focus-visible{outline:3px solid var(--b);outline-offset:3px}
svg{width:28px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
path+path,.o~button path{opacity:0}
.o~button path+path{opacity:1}
i{position:absolute;top:-6px;right:-6px;min-width:12px;padding:0 5px;border-radius:11px;border:2px solid #fff;background:#d0342c;color:#fff;font:600 12px/18px system-ui;text-align:center}
i:empty,.o~button i{display:none}
.p{bottom:96px;width:392px;height:min(680px,100dvh - 116px);border-radius:20px;overflow:hidden;background:Canvas;color-scheme:light dark;box-shadow:0 0 0 1px rgb(0 0 0/.07),0 16px 56px rgb(0 0 0/.24);visibility:hidden;opacity:0;transform:translateY(14px)}
.o{visibility:visible;opacity:1;transform:none}
.p:not(.r)::after{content:"";position:absolute;inset:0;margin:auto;width:28px;height:28px;border-radius:50%;border:3px solid var(--b);border-top-color:transparent;animation:s 1s linear infinite}
iframe{width:100%;height:100%;border:0;opacity:0}
.r iframe{opacity:1}
.f{inset:0;width:100%;height:100dvh;border-radius:0}
.f.o.r~button{visibility:hidden}
@keyframes s{to{transform:rotate(1turn)}}
@media(prefers-reduced-motion:no-preference){.p,path{transition:.18s}button{transition:transform .18s}}
@media print{:host{display:none}}
`;
