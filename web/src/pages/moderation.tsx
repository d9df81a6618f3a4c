/** What people reported, one case a thing, for whoever decides. */
import './moderation.css';
import { ShieldCheck } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { api } from '../api/endpoints.ts';
import { staffApi } from '../api/staff.ts';
import type { Case, ReportStatus, TargetKind } from '../api/types.ts';
import { createPages } from '../state/pages.ts';
import { Segments, Select } from '../ui/field.tsx';
import { useResource } from '../ui/resource.ts';
import { Nothing } from '../ui/state.tsx';
import { useTitle } from '../ui/title.ts';
import { AccountPage } from '../widgets/account-page.tsx';
import { CaseView } from '../widgets/case.tsx';
import { PagesView } from '../widgets/pages-view.tsx';
import { language } from '../words/index.ts';
import { staff } from '../words/staff.ts';

function Queue({ status, kind }: { status: ReportStatus; kind: TargetKind | undefined }) {
  const { moderation } = staff.value;
  const pages = useMemo(
    () => createPages<Case>((cursor) => staffApi.cases(status, kind, cursor), (one) => one.id),
    [status, kind],
  );
  const [reasons] = useResource('reasons', api.reportReasons);
  const labels = new Map(
    reasons.status === 'ready'
      ? reasons.value.items.map(({ code, label }) => [code, label[language.value]])
      : [],
  );
  const nothing = <Nothing heading={moderation.empty} detail={moderation.empty_hint} />;
  // What was decided leaves this queue, and stands in the other one.
  const decided = (one: Case) => {
    pages.items.value = pages.items.peek().filter(({ id }) => id !== one.id);
  };
  return (
    <PagesView pages={pages} bone="case-bone" empty={nothing}>
      <ul class="cases">
        {pages.items.value.map((one) => (
          <CaseView key={one.id} one={one} labels={labels} onDecided={decided} />
        ))}
      </ul>
    </PagesView>
  );
}

export function ModerationPage() {
  const { moderation } = staff.value;
  const [status, setStatus] = useState<ReportStatus>('open');
  const [kind, setKind] = useState<TargetKind | 'all'>('all');
  useTitle(moderation.heading);
  return (
    <AccountPage
      heading={moderation.heading}
      visitor={moderation.visitor}
      scope="reports:moderate"
    >
      <header class="page__head">
        <ShieldCheck size={28} aria-hidden="true" />
        <h1>{moderation.heading}</h1>
        <p>{moderation.intro}</p>
      </header>
      <div class="cases__filters">
        <Segments<ReportStatus>
          label={moderation.status}
          value={status}
          options={(['open', 'resolved', 'dismissed'] as const).map((value) => ({
            value,
            label: moderation.statuses[value],
          }))}
          onChange={setStatus}
        />
        <Select<TargetKind | 'all'>
          label={moderation.kind}
          value={kind}
          options={(['all', 'movie', 'comment'] as const).map((value) => ({
            value,
            label: moderation.kinds[value],
          }))}
          onChange={setKind}
        />
      </div>
      <Queue status={status} kind={kind === 'all' ? undefined : kind} />
    </AccountPage>
  );
}
