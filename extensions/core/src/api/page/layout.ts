import { brandColors, DARK_SURFACE, LIGHT_PAGE, LIGHT_SURFACE } from '../../domain/page/brand-colors.ts';

/** Around every page. `body` is markup that the page's own template made, with all values escaped. */
export const LAYOUT = `<!doctype html>
<html lang="{{ locale }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>{{ title }}{% if organisation %} · {{ organisation }}{% endif %}</title>
<style>{{ style | raw }}</style>
</head>
<body>
<header>
<p class="organisation">{% if logo %}<img src="{{ logo }}" alt="" height="40">{% endif %}{{ organisation }}</p>
<nav aria-label="{{ t.languages }}"><a href="{{ other.url }}" lang="{{ other.locale }}" hreflang="{{ other.locale }}">{{ other.name }}</a></nav>
</header>
<main>
{{ body | raw }}
</main>
</body>
</html>
`;

/** What every page may use: cards, figures, lists, forms and buttons. Pages bring no styles of their own. */
export function styleOf(color: string | null): string {
	const { light, dark } = brandColors(color);
	const theme = (values: Record<string, string>): string => Object.entries(values).map(([name, value]) => `--${name}:${value}`).join(';');
	const ofLight = { page: LIGHT_PAGE, surface: LIGHT_SURFACE, text: '#1f2328', quiet: '#545b66', line: '#d5d9df', field: '#767d88', accent: light.accent, on: light.onAccent };
	const ofDark = { page: '#101216', surface: DARK_SURFACE, text: '#e8eaed', quiet: '#a8b0bb', line: '#363b44', field: '#8b93a0', accent: dark.accent, on: dark.onAccent };
	return `:root{${theme(ofLight)}}@media (prefers-color-scheme:dark){:root{${theme(ofDark)}}}${RULES}`;
}

const RULES = `
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"PingFang SC","Microsoft YaHei",sans-serif;overflow-wrap:anywhere}
header,main{max-width:560px;margin:0 auto;padding:0 16px}
header{display:flex;justify-content:space-between;align-items:center;gap:16px;padding-block:12px}
main{padding-bottom:48px}
p,ul,ol,dl,dd{margin:0;padding:0}
ul,ol{list-style:none}
a{color:var(--accent)}
header nav a,a.button,button{display:inline-flex;align-items:center;justify-content:center;min-height:44px;min-width:44px}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,textarea:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
h1{font-size:1.5rem;line-height:1.25;margin:8px 0 16px}
main>h1+p{margin-bottom:16px}
h2{font-size:1.125rem;line-height:1.3;margin:0 0 12px}
.organisation{display:flex;align-items:center;gap:12px;font-weight:600}
.organisation img{display:block;max-width:160px;height:40px;object-fit:contain}
.card{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:16px;margin-bottom:16px}
.quiet{color:var(--quiet)}
.figure{font-size:2.5rem;line-height:1.1;font-weight:700;font-variant-numeric:tabular-nums}
.code{font-size:1.25rem;font-weight:600;letter-spacing:.04em;font-variant-numeric:tabular-nums;text-align:center}
.qr{display:block;width:min(220px,100%);margin:8px auto}
.qr svg{display:block;width:100%;height:auto;border-radius:8px}
.notice{border-inline-start:4px solid var(--accent)}
.facts{display:grid;gap:8px;margin-top:12px}
.code+.quiet{text-align:center}
.facts+p{margin-top:12px}
.facts>div,.rows>li{display:flex;justify-content:space-between;gap:16px;align-items:baseline}
.facts dd,.amount{font-weight:600;font-variant-numeric:tabular-nums;text-align:end;white-space:nowrap}
.rows>li{padding:10px 0;border-top:1px solid var(--line)}
.rows>li:first-child{border-top:0}
.row-text{min-width:0}
.dot{width:12px;height:12px;margin-inline-end:8px}
progress{display:block;width:100%;height:12px;margin:8px 0;border:0;border-radius:6px;overflow:hidden;background:var(--line);accent-color:var(--accent)}
progress::-webkit-progress-bar{background:var(--line)}
progress::-webkit-progress-value{background:var(--accent)}
progress::-moz-progress-bar{background:var(--accent)}
.keep-lines{white-space:pre-line}
.actions{display:flex;flex-wrap:wrap;gap:12px;margin-top:16px}
a.button,button{flex:none;padding:8px 20px;border:1px solid var(--accent);border-radius:8px;background:var(--accent);color:var(--on);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
a.button.second,button.second{background:transparent;color:var(--accent)}
form>.field{margin-bottom:16px}
label{display:block;font-weight:600;margin-bottom:4px}
input,select,textarea{width:100%;min-height:44px;padding:8px 12px;border:1px solid var(--field);border-radius:8px;background:var(--surface);color:inherit;font:inherit}
`;
