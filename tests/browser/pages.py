"""Every page there is, for what must hold of all of them."""

PAGES = {
    "first": "/",
    "result": "/?q=thi+dua&from=2020&not_district=180&limit=3",
    "narrowed": "/?q=thi+dua&district=183&exact=1",
    "accents": "/?q=duong",
    "nothing": "/?q=zzxqy+thi&district=183",
    "faulty": "/?q=thi&from=x&to=y&sort=z",
    "article": "/articles/ls-2020-0714?q=thi+dua&hit=2",
    "plain article": "/articles/khong-ngay",
    "edited article": "/articles/ls-2021-01?q=thi+dua",
    "hostile article": "/articles/hostile?q=doc+hai",
    "map": "/map?q=thi+dua&province=20",
    "trend": "/trend?q=thi+dua&q=covid&by=quarter",
    "places against time": "/heat?q=thi+dua&rows=district&by=year",
    "concordance": "/kwic?q=thi+dua&order=left&province=20",
    "choice": "/?district=chau+thanh&from=2020&to=2020",
    "status": "/status",
    "help": "/help",
    "saved": "/saved",
    "not found": "/none",
}
