"""What becomes of a file on the desk: long work beside the page, contradictions, the effect on the matrix. Part of `app.delivery.desk`."""

import secrets
from collections.abc import Callable
from datetime import date

from app import jobs
from app.delivery import disputes, receiving, workplace
from app.delivery.import_views import RefusalView, VersionView
from app.delivery.previews import finding_view
from app.delivery.receiving import Received
from app.delivery.stages import Progress, told
from app.delivery.views import DisputeView, JobView, ReceivedView
from app.errors import RequestError
from app.gaps import effects
from app.gate import Released
from app.gated import Gated, gated
from app.terms.views import MatrixChangeView
from app.versions.history import version_view
from graph import Version


class OutlookDesk(Gated):
    """Work that takes its time. A job is found again under its key; that of a file on the desk is its token."""

    @gated
    def start(self, token: str, lang: str = "de") -> Released[JobView]:
        """Begin to examine a file beside the page; `progress` tells how far it is."""
        town = self._town
        job = jobs.start(token, lambda step: workplace.bench(town, token, told(step, lang)))
        return self._released(self._job(job), lang=lang)

    @gated
    def start_receiving(self, data: bytes, filename: str, lang: str = "de") -> Released[JobView]:
        """Begin to put a file on the desk beside the page; cancelled, it is not kept. `received` tells what became of it."""
        town, key = self._town, f"in-{secrets.token_urlsafe(12)}"
        job = jobs.start(key, lambda step: receiving.receive(town, data, filename, told(step, lang)))
        return self._released(self._job(job), lang=lang)

    @gated
    def received(self, key: str, lang: str = "de") -> Released[ReceivedView]:
        """What became of a file whose receiving is done; says so once.

        Raises:
            RequestError: it is not done, or was told already.
        """
        job = jobs.find(key)
        if job is None or not isinstance(job.result, Received):
            raise RequestError("Annahme: Hierzu ist nichts (mehr) bekannt. Bitte die Datei erneut hochladen")
        jobs.forget(key)
        return self._released(received_view(job.result, lang), lang=lang)

    @gated
    def start_accepting(
        self,
        token: str,
        *,
        who: str,
        why: str,
        confirm_drop: bool = False,
        seen: tuple[str, int] | None = None,
        lang: str = "de",
    ) -> Released[JobView]:
        """Begin to take a file in beside the page; once it is being written it cannot be cancelled any more.

        `seen` is (`DeskFileView.state`, `ImportPreview.base_version`) of the preview it was decided on: what it does not show
        any more is not taken in.
        """
        town, key = self._town, f"take-{token}"

        def take(progress: Progress) -> Version:
            running = jobs.find(key)
            return workplace.accept(
                town,
                token,
                who,
                why,
                confirm_drop=confirm_drop,
                seen=seen,
                step=told(progress, lang),
                writing=running.write if running is not None else lambda: None,
            )

        return self._released(self._job(jobs.start(key, take)), lang=lang)

    @gated
    def accepted(self, key: str, lang: str = "de") -> Released[VersionView]:
        """The version that came of `start_accepting`; says so once.

        Raises:
            RequestError: it is not done, or was told already.
        """
        job = jobs.find(key)
        if job is None or not isinstance(job.result, Version):
            raise RequestError("Übernahme: Hierzu ist nichts (mehr) bekannt. Siehe die Liste der Versionen")
        jobs.forget(key)
        return self._released(version_view(job.result, job.result.number, lang), lang=lang)

    @gated
    def progress(self, key: str, lang: str = "de") -> Released[JobView | None]:
        """How far long work is; None if none was begun."""
        job = jobs.find(key)
        return self._released(self._job(job) if job is not None else None, lang=lang)

    @gated
    def cancel(self, key: str) -> None:
        """Stop long work; a file on the desk stays there."""
        job = jobs.find(key)
        if job is not None:
            job.cancel()

    @gated
    def forget(self, key: str) -> None:
        """Forget work that failed or was stopped, so that it can be begun again; what runs goes on."""
        job = jobs.find(key)
        if job is not None and job.state is not jobs.JobState.RUNNING:
            jobs.forget(key)

    @gated
    def disputes(self, token: str, lang: str = "de") -> Released[tuple[DisputeView, ...]]:
        """The fields about which the delivery and other sources would disagree, and who is right by which rule."""
        bench = workplace.bench(self._town, token)
        view = disputes.disputes(self._town, bench, lang)
        return self._released(view, lang=lang, more=bench.examination.secrets)

    @gated
    def start_effect(self, token: str, *, reference_date: date, lang: str = "de") -> Released[JobView]:
        """Begin to find out what taking the file in would do to the gap matrix; nothing is stored.

        Raises:
            RequestError: the file cannot be taken in.
        """
        town, bench = self._town, workplace.bench(self._town, token)
        examination = bench.examination
        if examination.refusal is not None:
            raise RequestError(
                "Wirkung: Diese Datei kann so nicht übernommen werden. Bitte zuerst berichtigen"
            )
        key = f"effect-{token}-{bench.work.state}-{examination.base.version}-{reference_date}-{lang}"

        def find_out(progress: Progress) -> Released[MatrixChangeView]:
            step = told(progress, lang)
            step("trial", 0.1)
            with town.store.trial(examination.patch) as after:
                step("matrix", 0.6)
                view = effects.matrix_effect(town, town.snapshot(), after, reference_date, lang)
            return self._released(view, lang=lang, more=examination.secrets)

        return self._released(self._job(jobs.once(key, find_out)), lang=lang)

    @gated
    def effect(self, key: str) -> Released[MatrixChangeView]:
        """What `start_effect` found out.

        Raises:
            RequestError: it is not known (yet).
        """
        job = jobs.find(key)
        if job is None or not isinstance(job.result, Released):
            raise RequestError("Wirkung: Hierzu ist nichts (mehr) bekannt. Bitte erneut berechnen lassen")
        found: Released[MatrixChangeView] = job.result
        return found

    def _job(self, job: jobs.Job) -> JobView:
        return job_view(job, self._clean)


def job_view(job: jobs.Job, clean: Callable[[str], str]) -> JobView:
    """How a job is doing; what went wrong is told as it may leave."""
    message = clean(str(job.error)) if job.error is not None else ""
    return JobView(job.key, str(job.state), job.stage, job.fraction, message, job.final)


def received_view(received: Received, lang: str) -> ReceivedView:
    """What became of a file that was handed in."""
    refusal = received.refusal
    return ReceivedView(
        filename=received.filename,
        token=received.token,
        refused=RefusalView(refusal.rule, refusal.message[lang], refusal.remedy.get(lang, ""))
        if refusal
        else None,
        already_version=received.already,
        returned=received.returned,
        problems=tuple(finding_view(f, lang) for f in received.problems),
    )
