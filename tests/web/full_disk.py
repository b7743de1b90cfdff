"""The page on a disk that is nearly full: an upload and a job; prints as JSON what became of them."""

import json
import sys
from pathlib import Path

from starlette.testclient import TestClient

from tests.web.working import ended
from trochanter.exchange.record_documents import check, without_private
from trochanter.store.opening import open_store
from trochanter.web import jobs
from trochanter.web.app import create_app
from trochanter.web.settings import Settings


def main(folder: str) -> None:
    """Try both."""
    with open_store(Path(folder) / "records", check=check, hide=without_private) as store:
        person = store.add_person("Ann")
        app = create_app(Settings("t", store.place.folder), store)
        with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
            client.get("/enter", params={"token": "t"})
            files = {"trial": ("run.trc", b"PathFileType\t4\t(X/Y/Z)\trun.trc\n" + b"1\t" * 2_000_000)}
            answer = client.post(f"/p/{person.id}/running/new/trial/upload", files=files)
            left = [str(each) for each in Path(folder).glob("records/caches/*/uploads/*")]
            state = app.state.shared
            job = ended(state, jobs.start(state, person.id, "demo", {}))
            told = job.problem.what if job.problem else ""
            print(json.dumps({
                "upload": answer.status_code, "upload_words": answer.text, "left": left, "job": job.state,
                "problem": told,
            }))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
