"""Places from WKT, straight lines on the ellipsoid, and the way estimated from them."""

import pytest
from shapely import Point, from_wkt

from queries.distances import Place, metres, place_of, walking_minutes
from queries.settings import Thresholds


@pytest.mark.parametrize(
    ("wkt", "place"),
    [
        ("POINT(8.7 50.8)", Place(8.7, 50.8)),
        ("POLYGON((0 0, 4 0, 4 2, 0 2, 0 0))", Place(2, 1)),
        # a large and a small part: the centre lies in the large one
        ("MULTIPOLYGON(((0 0, 3 0, 3 3, 0 3, 0 0)), ((4 1, 5 1, 5 2, 4 2, 4 1)))", Place(1.8, 1.5)),
        ("POINT EMPTY", None),
        ("POINT(8.7", None),
        ("somewhere", None),
        ("POINT(3480000 5630000)", None),  # metres of a grid are no degrees
    ],
)
def test_the_place_of_a_shape_is_its_centroid(wkt, place):
    found = place_of(wkt)
    assert found == place or (found.longitude, found.latitude) == pytest.approx(
        (place.longitude, place.latitude)
    )


def test_the_place_of_a_bent_shape_lies_within_it():
    """The centroid of an L lies beside it: nobody in the area lives there."""
    bent = "POLYGON((0 0, 10 0, 10 1, 1 1, 1 10, 0 10, 0 0))"
    place = place_of(bent)
    assert from_wkt(bent).contains(Point(place.longitude, place.latitude))
    assert not from_wkt(bent).contains(from_wkt(bent).centroid)


def test_a_degree_of_latitude_at_the_equator_has_its_known_length():
    assert metres(Place(8, 0), Place(8, 1)) == 110574
    assert metres(Place(8, 50), Place(8, 50)) == 0


def test_the_way_on_foot_is_the_lengthened_line_in_minutes_begun():
    thresholds = Thresholds.load()
    assert walking_minutes(800, thresholds) == 13
    assert walking_minutes(801, thresholds) == 14
    assert walking_minutes(0, thresholds) == 0
