"""120 items: valves, check valves, cylinders, fittings, services.

Characteristics are those of the standards the items are built to: ISO 5208 leakage,
EN 558 lengths, ISO 15552 bores and rods. Forces are computed, not typed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal

from filon.catalog.models import (
    Item,
    ItemCharacteristic,
    PriceList,
    PriceRule,
    ProductFamily,
    Term,
)
from filon.kernel.money import round_half_up
from filon.kernel.text import fold
from filon.project.demo.setting import Setting

CENT = 2
FAMILIES = (
    ("VBS", "Vannes à boisseau sphérique", 26, 30),
    ("VPA", "Vannes papillon", 24, 30),
    ("CLA", "Clapets anti-retour", 25, 30),
    ("VER", "Vérins pneumatiques", 28, 30),
    ("ACT", "Actionneurs", 28, 30),
    ("RAC", "Raccords et brides", 30, 15),
    ("SRV", "Services", 35, 60),
)
# ISO 15552: bore -> rod diameter, mm
RODS = {32: 12, 40: 16, 50: 20, 63: 20, 80: 25, 100: 25, 125: 32}
STROKES = (50, 80, 100, 200, 320, 500)
# EN 558 basic series 1 (ball valves PN 40): DN -> face to face, mm
FACE_TO_FACE = {15: 130, 20: 150, 25: 160, 32: 180, 40: 200, 50: 230, 65: 290, 80: 310}
BUTTERFLY = (50, 65, 80, 100, 125, 150, 200, 250, 300)


@dataclass(slots=True)
class Draft:
    """An item before it is written."""

    reference: str
    family: str
    name_fr: str
    name_en: str
    price: Decimal | None
    cost: Decimal | None
    rows: list[tuple[str, str, Decimal | None, str, str]] = field(default_factory=list)
    kind: str = Item.Kind.GOOD
    unit: str = "C62"
    base: int = 1
    days: int = 28
    markets: str = "Chimie, agroalimentaire, eau, énergie."
    manufacturing: str = "Usinage et montage à Seyssinet, épreuve EN 12266-1."


def build(setting: Setting) -> list[Item]:
    """Create families, items with characteristics, price lists and words."""
    families = {
        code: ProductFamily.objects.create(
            code=code,
            name=name,
            margin_floor_percent=Decimal(floor),
            validity_days=days,
        )
        for code, name, floor, days in FAMILIES
    }
    drafts = [
        *_ball_valves(),
        *_butterfly_valves(),
        *_check_valves(),
        *_cylinders(),
        *_actuators(),
        *_fittings(),
        *_services(),
    ]
    items = _write(setting, drafts, families)
    _price_lists(setting, items)
    _terms(families)
    return items


def _money(value: float) -> Decimal:
    return round_half_up(Decimal(str(value)), CENT)


def _number(value: float, decimals: int = 1) -> Decimal:
    return round_half_up(Decimal(str(value)), decimals)


def _ball_valves() -> list[Draft]:
    drafts = []
    for body, code, factor in (("inox 316L", "I", 1.0), ("acier carbone", "A", 0.62)):
        for dn, length in FACE_TO_FACE.items():
            price = (38 + 2.9 * dn + 0.021 * dn * dn) * factor
            drafts.append(
                Draft(
                    f"VBS-{code}-DN{dn}",
                    "VBS",
                    f"Vanne à boisseau sphérique {body} DN {dn} PN 40",
                    f"Ball valve {'316L' if code == 'I' else 'carbon steel'}"
                    f" DN {dn} PN 40",
                    _money(price),
                    _money(price * 0.66),
                    [
                        ("Diamètre nominal", "Nominal diameter", Decimal(dn), "", "mm"),
                        (
                            "Pression nominale",
                            "Nominal pressure",
                            Decimal(40),
                            "",
                            "bar",
                        ),
                        (
                            "Longueur face à face",
                            "Face to face",
                            Decimal(length),
                            "",
                            "mm",
                        ),
                        (
                            "Température maximale",
                            "Maximum temperature",
                            Decimal(200),
                            "",
                            "°C",
                        ),
                        ("Étanchéité", "Tightness", None, "ISO 5208 taux A", ""),
                        ("Matière du corps", "Body material", None, body, ""),
                    ],
                )
            )
    return drafts


def _butterfly_valves() -> list[Draft]:
    drafts = []
    for liner, code in (("EPDM", "E"), ("PTFE", "T")):
        for dn in BUTTERFLY:
            price = (31 + 0.72 * dn + 0.0042 * dn * dn) * (1.9 if code == "T" else 1)
            drafts.append(
                Draft(
                    f"VPA-{code}-DN{dn}",
                    "VPA",
                    f"Vanne papillon à oreilles manchette {liner} DN {dn}",
                    f"Lug butterfly valve {liner} liner DN {dn}",
                    _money(price),
                    _money(price * 0.69),
                    [
                        ("Diamètre nominal", "Nominal diameter", Decimal(dn), "", "mm"),
                        (
                            "Pression nominale",
                            "Nominal pressure",
                            Decimal(16),
                            "",
                            "bar",
                        ),
                        (
                            "Température maximale",
                            "Maximum temperature",
                            Decimal(180 if code == "T" else 120),
                            "",
                            "°C",
                        ),
                        ("Manchette", "Liner", None, liner, ""),
                    ],
                )
            )
    return drafts


def _check_valves() -> list[Draft]:
    return [
        Draft(
            f"CLA-DN{dn}",
            "CLA",
            f"Clapet anti-retour à battant inox DN {dn} PN 16",
            f"Swing check valve stainless steel DN {dn} PN 16",
            _money(42 + 1.6 * dn),
            _money((42 + 1.6 * dn) * 0.67),
            [
                ("Diamètre nominal", "Nominal diameter", Decimal(dn), "", "mm"),
                ("Pression nominale", "Nominal pressure", Decimal(16), "", "bar"),
            ],
        )
        for dn in (15, 20, 25, 32, 40, 50, 65, 80, 100, 125, 150, 200)
    ]


def _cylinders() -> list[Draft]:
    drafts = []
    for bore, rod in RODS.items():
        # thrust at 6 bar (0.6 N/mm²) on the full bore, pull on the annulus
        push = math.pi / 4 * bore**2 * 0.6
        pull = math.pi / 4 * (bore**2 - rod**2) * 0.6
        for stroke in STROKES:
            price = 46 + 0.95 * bore + 0.09 * stroke
            drafts.append(
                Draft(
                    f"VER-{bore}-{stroke}",
                    "VER",
                    f"Vérin double effet ISO 15552 Ø{bore} course {stroke}",
                    f"Double-acting cylinder ISO 15552 Ø{bore} stroke {stroke}",
                    _money(price),
                    _money(price * 0.64),
                    [
                        ("Alésage", "Bore", Decimal(bore), "", "mm"),
                        ("Diamètre de tige", "Rod diameter", Decimal(rod), "", "mm"),
                        ("Course", "Stroke", Decimal(stroke), "", "mm"),
                        (
                            "Poussée à 6 bar",
                            "Thrust at 6 bar",
                            _number(push, 0),
                            "",
                            "N",
                        ),
                        (
                            "Traction à 6 bar",
                            "Pull at 6 bar",
                            _number(pull, 0),
                            "",
                            "N",
                        ),
                        (
                            "Pression maximale",
                            "Maximum pressure",
                            Decimal(10),
                            "",
                            "bar",
                        ),
                    ],
                )
            )
    return drafts


def _actuators() -> list[Draft]:
    return [
        Draft(
            f"ACT-{code}-{torque}",
            "ACT",
            f"Actionneur pneumatique {label} {torque} N·m",
            f"Pneumatic actuator {english} {torque} N·m",
            _money((88 + 0.9 * torque) * factor),
            _money((88 + 0.9 * torque) * factor * 0.63),
            [
                ("Couple à 6 bar", "Torque at 6 bar", Decimal(torque), "", "N·m"),
                ("Interface", "Interface", None, "ISO 5211 F07", ""),
            ],
            days=35,
        )
        for code, label, english, factor in (
            ("DE", "double effet", "double-acting", 1.0),
            ("SE", "simple effet", "spring return", 1.35),
        )
        for torque in (15, 30, 60, 120, 240, 480)
    ]


def _fittings() -> list[Draft]:
    return [
        Draft(
            f"RAC-{size}",
            "RAC",
            f"Raccord union inox 316L {label}",
            f"Union fitting 316L {label}",
            _money(price),
            _money(price * 0.6),
            [("Filetage", "Thread", None, f"ISO 7-1 {label}", "")],
            base=100,
            days=10,
        )
        for size, label, price in (
            ("14", "G 1/4", 318.50),
            ("38", "G 3/8", 362.00),
            ("12", "G 1/2", 415.80),
            ("34", "G 3/4", 552.40),
            ("1", "G 1", 718.90),
            ("114", "G 1 1/4", 1042.00),
            ("112", "G 1 1/2", 1286.50),
            ("2", "G 2", 1790.00),
            ("C14", "coudé G 1/4", 402.00),
            ("C38", "coudé G 3/8", 447.50),
            ("C12", "coudé G 1/2", 521.00),
            ("C34", "coudé G 3/4", 688.20),
            ("C1", "coudé G 1", 884.60),
            ("C2", "coudé G 2", 2140.00),
        )
    ]


def _services() -> list[Draft]:
    rows = (
        ("SRV-MES", "Mise en service sur site", "Commissioning on site", 780, "DAY"),
        ("SRV-MAI", "Contrat de maintenance annuel", "Yearly maintenance", 1450, "ANN"),
        ("SRV-FOR", "Formation des opérateurs", "Operator training", 920, "DAY"),
        ("SRV-ETU", "Étude de dimensionnement", "Sizing study", 95, "HUR"),
        (
            "SRV-EPR",
            "Épreuve hydraulique avec PV",
            "Pressure test with report",
            64,
            "C62",
        ),
        ("SRV-DOC", "Dossier CE complémentaire", "Additional CE file", None, "C62"),
    )
    return [
        Draft(
            reference,
            "SRV",
            name,
            english,
            None if price is None else Decimal(price),
            None if price is None else _money(price * 0.58),
            kind=Item.Kind.SERVICE,
            unit=unit,
            days=14,
            manufacturing="",
        )
        for reference, name, english, price, unit in rows
    ]


def _write(
    setting: Setting, drafts: list[Draft], families: dict[str, ProductFamily]
) -> list[Item]:
    author, moment = setting.people["nadia"], setting.at(-900)
    items = Item.objects.bulk_create(
        Item(
            reference=draft.reference,
            name_fr=draft.name_fr,
            name_en=draft.name_en,
            name_key=fold(draft.name_fr),
            kind=draft.kind,
            family=families[draft.family],
            unit=draft.unit,
            price=draft.price,
            price_base=draft.base,
            cost=draft.cost,
            cost_on=setting.day(-60),
            lead_time_days=draft.days,
            warranty_months=24 if draft.kind == Item.Kind.GOOD else None,
            markets=draft.markets,
            manufacturing=draft.manufacturing,
            owner=author,
            created_by=author,
            created_at=moment,
            updated_at=moment,
        )
        for draft in drafts
    )
    ItemCharacteristic.objects.bulk_create(
        ItemCharacteristic(
            item=item,
            position=place,
            name_fr=name_fr,
            name_en=name_en,
            number=number,
            text=text,
            unit=unit,
        )
        for item, draft in zip(items, drafts, strict=True)
        for place, (name_fr, name_en, number, text, unit) in enumerate(draft.rows, 1)
    )
    return items


def _price_lists(setting: Setting, items: list[Item]) -> None:
    year = setting.today.year
    public = PriceList.objects.create(
        code=f"TARIF-{year}",
        name=f"Tarif public {year}",
        kind=PriceList.Kind.PUBLIC,
        valid_from=setting.today.replace(month=1, day=1),
    )
    PriceRule.objects.bulk_create(
        PriceRule(
            price_list=public,
            item=item,
            min_quantity=Decimal(quantity),
            price=round_half_up(item.price * Decimal(share), CENT),
            price_base=item.price_base,
        )
        for item in items
        if item.price is not None and item.kind == Item.Kind.GOOD
        for quantity, share in ((1, "1"), (10, "0.94"), (50, "0.88"))
    )


def _terms(families: dict[str, ProductFamily]) -> None:
    words = (
        ("boisseau sphérique", "ball", "Obturateur sphérique percé.", "VBS"),
        (
            "étanchéité amont-aval",
            "seat tightness",
            "Fuite au siège (ISO 5208).",
            "VBS",
        ),
        ("manchette", "liner", "Garniture souple du corps.", "VPA"),
        ("oreilles taraudées", "threaded lugs", "Montage en bout de ligne.", "VPA"),
        (
            "couple de manœuvre",
            "operating torque",
            "Effort pour ouvrir, en N·m.",
            "ACT",
        ),
        ("alésage", "bore", "Diamètre intérieur du vérin.", "VER"),
        ("course", "stroke", "Déplacement utile de la tige.", "VER"),
        ("épreuve hydraulique", "hydrostatic test", "Essai selon EN 12266-1.", "SRV"),
    )
    Term.objects.bulk_create(
        Term(
            term_fr=french,
            term_en=english,
            definition_fr=definition,
            family=families[family],
        )
        for french, english, definition, family in words
    )
