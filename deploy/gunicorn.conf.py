"""gunicorn in place of `tracuu serve`: several processes, for a machine with many visitors.

gunicorn -c /opt/tracuu/deploy/gunicorn.conf.py; the settings are those of `TRACUU_*`. Behind
nginx only: it has no bound on how slowly a request may come.
"""

import os
import shutil
import tempfile

import gunicorn

wsgi_app = "webui.wsgi:application()"
bind = "127.0.0.1:8000"
# Each holds `cache_mb` of posting lists and counts `rate_limit` for itself.
workers = 2
threads = 8
worker_class = "gthread"
timeout = 60
# The longest address there may be; nginx takes none longer than 8 kB.
limit_request_line = 8190
limit_request_field_size = 16380
# Which X-Forwarded-* count is decided in one place, by TRACUU_PROXIES.
forwarded_allow_ips = ""
control_socket_disable = True
loglevel = "warning"
# No answer names the server.
gunicorn.SERVER = ""

# Search times of all processes are counted together; prometheus_client looks for this when it is
# imported, so nothing here may import it before.
_METRICS = "PROMETHEUS_MULTIPROC_DIR"
if _METRICS not in os.environ:
    os.environ[_METRICS] = tempfile.mkdtemp(prefix="tracuu-metrics-")


def child_exit(_, worker):
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(_):
    shutil.rmtree(os.environ[_METRICS], ignore_errors=True)
