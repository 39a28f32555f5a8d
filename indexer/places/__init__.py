"""Which province, districts and communes an article is about, through time."""

from indexer.places.gazetteer import (
    all_communes,
    all_districts,
    commune,
    communes_of,
    district,
    districts_of,
    now,
    predecessors,
    province,
    provinces,
    successors,
)
from indexer.places.lookup import communes_named, districts_named, provinces_named
from indexer.places.tagger import tag
from indexer.places.units import REFORM, CommuneUnit, DistrictUnit, ProvinceUnit

__all__ = [
    "REFORM",
    "CommuneUnit",
    "DistrictUnit",
    "ProvinceUnit",
    "all_communes",
    "all_districts",
    "commune",
    "communes_named",
    "communes_of",
    "district",
    "districts_named",
    "districts_of",
    "now",
    "predecessors",
    "province",
    "provinces",
    "provinces_named",
    "successors",
    "tag",
]
