"""The frame around every page."""


def test_the_catalogue_opens_for_everybody(client):
    response = client.get("/ui/")

    assert response.status_code == 200
