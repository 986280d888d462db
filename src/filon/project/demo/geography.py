"""French communes with an industrial estate, and foreign cities (public facts)."""

from __future__ import annotations

# (postcode, commune, latitude, longitude), rounded to the hundredth of a degree
NEAR: tuple[tuple[str, str, float, float], ...] = (
    ("38000", "Grenoble", 45.19, 5.72),
    ("38240", "Meylan", 45.21, 5.78),
    ("38500", "Voiron", 45.36, 5.59),
    ("38200", "Vienne", 45.52, 4.87),
    ("38300", "Bourgoin-Jallieu", 45.59, 5.27),
    ("69007", "Lyon", 45.73, 4.84),
    ("69100", "Villeurbanne", 45.77, 4.88),
    ("69200", "Vénissieux", 45.70, 4.88),
    ("69800", "Saint-Priest", 45.70, 4.94),
    ("69190", "Saint-Fons", 45.71, 4.85),
    ("69310", "Pierre-Bénite", 45.70, 4.82),
    ("42000", "Saint-Étienne", 45.43, 4.39),
    ("42300", "Roanne", 46.04, 4.07),
    ("42400", "Saint-Chamond", 45.47, 4.51),
    ("74000", "Annecy", 45.90, 6.13),
    ("74300", "Cluses", 46.06, 6.58),
    ("74800", "La Roche-sur-Foron", 46.07, 6.31),
    ("73000", "Chambéry", 45.57, 5.92),
    ("73200", "Albertville", 45.68, 6.39),
    ("01000", "Bourg-en-Bresse", 46.21, 5.23),
    ("01100", "Oyonnax", 46.26, 5.66),
    ("26000", "Valence", 44.93, 4.89),
    ("26100", "Romans-sur-Isère", 45.05, 5.05),
    ("07100", "Annonay", 45.24, 4.67),
    ("63000", "Clermont-Ferrand", 45.78, 3.08),
    ("63300", "Thiers", 45.86, 3.55),
    ("03100", "Montluçon", 46.34, 2.60),
    ("43000", "Le Puy-en-Velay", 45.04, 3.88),
)
WEST: tuple[tuple[str, str, float, float], ...] = (
    ("44000", "Nantes", 47.22, -1.55),
    ("44600", "Saint-Nazaire", 47.27, -2.21),
    ("44550", "Montoir-de-Bretagne", 47.33, -2.15),
    ("49000", "Angers", 47.47, -0.55),
    ("49300", "Cholet", 47.06, -0.88),
    ("72000", "Le Mans", 48.01, 0.20),
    ("53000", "Laval", 48.07, -0.77),
    ("85000", "La Roche-sur-Yon", 46.67, -1.43),
    ("85500", "Les Herbiers", 46.87, -1.02),
    ("35000", "Rennes", 48.11, -1.68),
    ("35400", "Saint-Malo", 48.65, -2.01),
    ("56100", "Lorient", 47.75, -3.37),
    ("56000", "Vannes", 47.66, -2.76),
    ("29200", "Brest", 48.39, -4.49),
    ("29000", "Quimper", 47.99, -4.10),
    ("22000", "Saint-Brieuc", 48.51, -2.76),
    ("14000", "Caen", 49.18, -0.37),
    ("50100", "Cherbourg-en-Cotentin", 49.64, -1.62),
)
# (country, city, language, currency, time zone)
ABROAD: tuple[tuple[str, str, str, str, str], ...] = (
    ("DE", "Stuttgart", "en", "EUR", "Europe/Berlin"),
    ("DE", "Mannheim", "en", "EUR", "Europe/Berlin"),
    ("CH", "Genève", "fr", "CHF", "Europe/Zurich"),
    ("CH", "Basel", "en", "CHF", "Europe/Zurich"),
    ("IT", "Torino", "en", "EUR", "Europe/Rome"),
    ("BE", "Liège", "fr", "EUR", "Europe/Brussels"),
    ("ES", "Barcelona", "en", "EUR", "Europe/Madrid"),
    ("GB", "Sheffield", "en", "GBP", "Europe/London"),
    ("US", "Houston", "en", "USD", "America/Chicago"),
    ("CA", "Montréal", "fr", "CAD", "America/Toronto"),
)
TERRITORIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("ISERE-SAVOIES", "Isère et Savoies", ("38", "73", "74")),
    ("RHONE-LOIRE", "Rhône, Ain et Loire", ("69", "42", "01")),
    ("DROME-AUVERGNE", "Drôme, Ardèche et Auvergne", ("26", "07", "63", "03", "43")),
    ("LOIRE-OUEST", "Pays de la Loire", ("44", "49", "72", "53", "85")),
    ("BRETAGNE", "Bretagne et Normandie", ("35", "56", "29", "22", "14", "50")),
)
SEGMENTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("CHIMIE", "Chimie et pharmacie", ("20", "21")),
    ("AGRO", "Agroalimentaire", ("10", "11")),
    ("EAU", "Traitement de l’eau", ("36", "37")),
    ("ENERGIE", "Énergie", ("35",)),
    ("MECA", "Mécanique et machines", ("25", "28")),
    ("PLASTURGIE", "Plasturgie", ("22",)),
)
