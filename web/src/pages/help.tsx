/** How other programs use the API: the first steps, and every route of the server's own document. */
import './help.css';
import { Braces, Download } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { siteFile } from '../api/client.ts';
import { areas, found, routesOf, type ApiDocument } from '../state/reference.ts';
import { useResource } from '../ui/resource.ts';
import { Failure, Nothing } from '../ui/state.tsx';
import { useTitle } from '../ui/title.ts';
import { CodeBlock } from '../widgets/reference/code-block.tsx';
import { ObjectView } from '../widgets/reference/members.tsx';
import { RouteView } from '../widgets/reference/route-view.tsx';
import { SearchField } from '../widgets/search-field.tsx';
import { help } from '../words/help.ts';
import { count } from '../words/index.ts';

const longest = 100;

function FirstSteps() {
  const { token, sign_in, use, rules } = help.value;
  const site = location.origin;
  return (
    <>
      <ol class="steps">
        <li>
          <h3>{token.heading}</h3>
          <p>{token.text}</p>
          <CodeBlock text={`curl '${site}/api/movies?q=luna&limit=5'`} />
        </li>
        <li>
          <h3>{sign_in.heading}</h3>
          <p>{sign_in.text}</p>
          <CodeBlock
            text={`curl -X POST '${site}/api/login' \\\n  -u 'ana@example.org:…' \\\n  -H "X-Api-Token: $KM_TOKEN"`}
          />
        </li>
        <li>
          <h3>{use.heading}</h3>
          <p>{use.text}</p>
          <CodeBlock text={`curl '${site}/api/user-movies' \\\n  -H "Authorization: Bearer $ACCESS_TOKEN"`} />
        </li>
      </ol>
      <h3 class="help__rules">{rules.heading}</h3>
      <ul class="rules">
        {[rules.errors, rules.pages, rules.retries, rules.limits, rules.edits].map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </>
  );
}

function Reference({ document }: { document: ApiDocument }) {
  const text = help.value;
  const [q, setQ] = useState('');
  const routes = useMemo(() => routesOf(document, location.origin), [document]);
  const shown = found(routes, q);
  return (
    <>
      <section aria-labelledby="reference">
        <header class="help__head">
          <h2 id="reference">{text.reference}</h2>
          <p>{text.reference_lead}</p>
        </header>
        <div class="help__bar">
          <SearchField label={text.filter} max={longest} onSearch={setQ} />
          <span role="status">{count(text.routes, shown.length)}</span>
          <a class="button" href="/openapi.json" download="openapi.json">
            <Download size={16} aria-hidden="true" />
            {text.document}
          </a>
        </div>
        {shown.length === 0 && <Nothing heading={text.none} detail={text.none_hint} />}
        {areas.map((area) => {
          const those = shown.filter((route) => route.area === area);
          return (
            those.length > 0 && (
              <section key={area} aria-labelledby={`area-${area}`}>
                <h3 id={`area-${area}`} class="help__area">
                  {text.areas[area]}
                </h3>
                {those.map((route) => (
                  <RouteView key={route.key} route={route} />
                ))}
              </section>
            )
          );
        })}
      </section>
      <section aria-labelledby="objects">
        <header class="help__head">
          <h2 id="objects">{text.objects}</h2>
          <p>{text.objects_lead}</p>
        </header>
        {Object.entries(document.components.schemas).map(([name, schema]) => (
          <ObjectView key={name} name={name} schema={schema} />
        ))}
      </section>
    </>
  );
}

export function HelpPage() {
  const text = help.value;
  const [document, retry] = useResource('document', () => siteFile<ApiDocument>('/openapi.json'));
  useTitle(text.heading, text.lead);
  return (
    <div class="page help">
      <header class="page__head">
        <Braces size={28} aria-hidden="true" />
        <h1>{text.heading}</h1>
        <p>{text.lead}</p>
      </header>
      <nav class="help__contents" aria-label={text.contents}>
        <a href="#start">{text.start}</a>
        <a href="#reference">{text.reference}</a>
        {areas.map((area) => (
          <a key={area} href={`#area-${area}`} class="help__inner">
            {text.areas[area]}
          </a>
        ))}
        <a href="#objects">{text.objects}</a>
      </nav>
      <div class="help__body">
        <section aria-labelledby="start">
          <header class="help__head">
            <h2 id="start">{text.start}</h2>
          </header>
          <FirstSteps />
        </section>
        {document.status === 'loading' && <div class="help__bone bone" aria-hidden="true" />}
        {document.status === 'error' && <Failure error={document.error} retry={retry} />}
        {document.status === 'ready' && <Reference document={document.value} />}
      </div>
    </div>
  );
}
