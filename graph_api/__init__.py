"""The door to the street: SPARQL endpoint, linked data and pages."""
