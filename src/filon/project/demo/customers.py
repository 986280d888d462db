"""300 customers and prospects, ten of them abroad, rivals, suppliers, distributors."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from stdnum.fr.siren import to_tva

from filon.catalog.models import InstalledAsset, Item
from filon.directory.indexing import contact_row, organization_row
from filon.directory.models import (
    Contact,
    MarketSegment,
    Organization,
    OrganizationLink,
    Site,
    Territory,
)
from filon.kernel.text import fold, phone_digits
from filon.project.demo import geography
from filon.project.demo.setting import Setting
from filon.search import services as search

COUNT, FRENCH = 300, 290
TRADES = (
    ("Fonderie", "MECA", "2451Z"),
    ("Décolletage", "MECA", "2562A"),
    ("Chaudronnerie", "MECA", "2529Z"),
    ("Usinage", "MECA", "2562B"),
    ("Robinetterie", "MECA", "2814Z"),
    ("Chimie fine", "CHIMIE", "2014Z"),
    ("Laboratoires", "CHIMIE", "2120Z"),
    ("Peintures", "CHIMIE", "2030Z"),
    ("Laiterie", "AGRO", "1051A"),
    ("Conserverie", "AGRO", "1039B"),
    ("Brasserie", "AGRO", "1105Z"),
    ("Eaux", "EAU", "3600Z"),
    ("Assainissement", "EAU", "3700Z"),
    ("Énergies", "ENERGIE", "3530Z"),
    ("Plastiques", "PLASTURGIE", "2229A"),
    ("Emballages", "PLASTURGIE", "2222Z"),
)
PLACES_NEAR = (
    "du Vercors", "de Belledonne", "du Rhône", "des Bauges", "du Pilat", "de l’Isère",
    "du Forez", "de Chartreuse", "des Dombes", "du Vivarais", "des Alpes", "du Velay",
    "de Bresse", "du Bugey", "du Trièves", "de Maurienne",
)  # fmt: skip
PLACES_WEST = (
    "de l’Erdre", "de Vilaine", "du Trégor", "des Mauges", "du Bocage", "de Cornouaille",
    "du Cotentin", "du Léon", "de la Loire", "d’Armor", "de Brière", "du Penthièvre",
)  # fmt: skip
FIRST = (
    "Paul", "Claire", "Karim", "Élodie", "Bernard", "Lucie", "Hugo", "Aïcha", "Gérard",
    "Manon", "Thierry", "Noémie", "Yann", "Chloé", "Loïc", "Sandrine", "Mehdi", "Agnès",
)  # fmt: skip
LAST = (
    "Perrin", "Faure", "Bonnet", "Guyot", "Rolland", "Le Goff", "Moulin", "Chevalier",
    "Da Silva", "Barthélemy", "Kermarrec", "Meunier", "Cœur", "Benali", "Jacquet",
    "Roux", "Marchand", "Tanguy", "Vidal", "Pichon", "Aubert", "Collet",
)  # fmt: skip
FUNCTIONS = (
    ("Responsable maintenance", Contact.BuyingRole.USER),
    ("Acheteur", Contact.BuyingRole.BUYER),
    ("Directeur technique", Contact.BuyingRole.PRESCRIBER),
    ("Directeur d’usine", Contact.BuyingRole.DECIDER),
    ("Responsable travaux neufs", Contact.BuyingRole.PRESCRIBER),
    ("Contrôleur de gestion", Contact.BuyingRole.PAYER),
)
OTHERS = (
    ("Valvatec Industrie", "is_competitor"),
    ("Alpha Robinets", "is_competitor"),
    ("Novalve GmbH", "is_competitor"),
    ("Fluidix Distribution", "is_distributor"),
    ("Comptoir du Raccord", "is_distributor"),
    ("Aciers du Dauphiné", "is_supplier"),
    ("Joints Techniques SA", "is_supplier"),
    ("Ingénierie Thermo-Process", "is_partner"),
)


@dataclass(slots=True)
class Base:
    """The customer base, as the later parts need it."""

    customers: list[Organization]
    prospects: list[Organization]
    others: dict[str, Organization]
    contacts: dict[int, list[Contact]]

    @property
    def companies(self) -> list[Organization]:
        """Customers and prospects."""
        return [*self.customers, *self.prospects]


def build(setting: Setting, items: list[Item]) -> Base:
    """Create territories, segments, companies, sites, contacts, links, assets."""
    territories = _territories()
    segments = _segments()
    rows = [_company(setting, n, territories, segments) for n in range(COUNT)]
    companies = Organization.objects.bulk_create(rows)
    others = {
        name: row
        for (name, _role), row in zip(
            OTHERS,
            Organization.objects.bulk_create(
                _other(setting, name, role) for name, role in OTHERS
            ),
            strict=True,
        )
    }
    _sites(setting, companies)
    contacts = _contacts(setting, companies)
    _links(companies, others)
    _assets(setting, companies, items, others)
    search.index(organization_row(row) for row in [*companies, *others.values()])
    names = {row.pk: row.name for row in companies}
    search.index(
        contact_row(contact, names[contact.organization_id])
        for found in contacts.values()
        for contact in found
    )
    return Base(
        customers=[c for c in companies if c.is_customer],
        prospects=[c for c in companies if not c.is_customer],
        others=others,
        contacts=contacts,
    )


def _territories() -> dict[str, Territory]:
    """Return the territory of each French department."""
    found = {}
    for code, name, departments in geography.TERRITORIES:
        territory = Territory.objects.create(
            code=code, name=name, departments=list(departments)
        )
        found.update(dict.fromkeys(departments, territory))
    found[""] = Territory.objects.create(code="EXPORT", name="Export", country="")
    return found


def _segments() -> dict[str, MarketSegment]:
    return {
        code: MarketSegment.objects.create(
            code=code, name=name, naf_prefixes=list(prefixes)
        )
        for code, name, prefixes in geography.SEGMENTS
    }


def _company(
    setting: Setting,
    number: int,
    territories: dict[str, Territory],
    segments: dict[str, MarketSegment],
) -> Organization:
    dice = setting.dice
    trade, segment, naf = TRADES[number % len(TRADES)]
    is_west = _is_west(number)
    places = PLACES_WEST if is_west else PLACES_NEAR
    # the next place that this trade has not had in this region: no name twice
    former = range(number % len(TRADES), number, len(TRADES))
    place = places[sum(_is_west(n) == is_west for n in former) % len(places)]
    is_customer = dice.random() < 0.58
    row = Organization(
        name=f"{trade} {place}",
        segment=segments[segment],
        naf_rev2=naf,
        is_customer=is_customer,
        is_prospect=not is_customer,
        lifecycle="ACTIVE" if is_customer else "PROSPECT",
        abc_class=dice.choices("ABC", weights=(15, 30, 55))[0],
        headcount=dice.choice((12, 18, 35, 48, 75, 120, 210, 340, 520)),
        revenue=Decimal(dice.randrange(8, 900)) * 100_000,
        revenue_year=setting.today.year - 1,
        credit_limit=Decimal(dice.randrange(5, 60)) * 1000,
        payment_habit=dice.choices(
            ("PROMPT", "LATE", "UNKNOWN", "BAD"), weights=(60, 22, 15, 3)
        )[0],
        payment_terms="45 jours fin de mois",
        technical_profile="Réseaux vapeur, eau glacée et air comprimé.",
        certifications=dice.choice(("ISO 9001", "ISO 9001, ISO 14001", "IFS", "")),
        created_at=setting.at(-dice.randrange(400, 1300)),
        updated_at=setting.at(-dice.randrange(1, 300)),
    )
    if number < FRENCH:
        _in_france(setting, row, number, territories)
    else:
        _abroad(setting, row, number - FRENCH, territories)
    row.name_key = fold(row.name)[:200]
    row.phone_digits = phone_digits(row.phone)[:20]
    row.created_by = row.owner
    return row


def _in_france(
    setting: Setting, row: Organization, number: int, territories: dict[str, Territory]
) -> None:
    is_west = _is_west(number)
    communes = geography.WEST if is_west else geography.NEAR
    postcode, city, _latitude, _longitude = communes[number % len(communes)]
    owner = "antoine" if is_west else ("camille" if number % 2 else "julien")
    row.owner = setting.people[owner]
    row.team = row.owner.team
    row.postcode, row.city, row.country = postcode, city, "FR"
    row.department_code = postcode[:2]
    row.territory = territories[postcode[:2]]
    row.siren = _siren(number)
    row.vat_number = f"FR{to_tva(row.siren).replace(' ', '')}"
    row.phone = f"04 {number % 90 + 10:02d} 55 {number % 80 + 10:02d} {number % 70:02d}"
    domain = fold(row.name).replace(" ", "-").replace("’", "-")
    row.email = f"contact@{domain}.example"


def _abroad(
    setting: Setting, row: Organization, number: int, territories: dict[str, Territory]
) -> None:
    country, city, language, currency, zone = geography.ABROAD[number]
    row.name = f"{city} Process {('GmbH', 'AG', 'SA', 'Srl', 'Ltd', 'Inc')[number % 6]}"
    row.owner = setting.people["camille" if number % 2 else "antoine"]
    row.team = row.owner.team
    row.city, row.country, row.time_zone = city, country, zone
    row.language, row.currency = language, currency
    row.territory = territories[""]
    row.foreign_id = f"{country}-{number:04d}"
    row.siren = row.vat_number = ""
    row.phone = f"+{(49, 49, 41, 41, 39, 32, 34, 44, 1, 1)[number]} 555 01{number:02d}"


def _is_west(number: int) -> bool:
    """Tell whether the company belongs to the team of the west."""
    return number % 3 == 2


def _siren(number: int) -> str:
    """Return an invented SIREN with a right check digit (Luhn)."""
    base = f"{91_000_000 + number * 37:08d}"
    total = 0
    for place, digit in enumerate(base):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return f"{base}{-total % 10}"


def _other(setting: Setting, name: str, role: str) -> Organization:
    owner = setting.people["marc"]
    return Organization(
        name=name,
        name_key=fold(name),
        email=f"contact@{fold(name).split()[0]}.example",
        is_shared=True,
        owner=owner,
        created_by=owner,
        created_at=setting.at(-800),
        updated_at=setting.at(-100),
        **{role: True},
    )


def _sites(setting: Setting, companies: list[Organization]) -> None:
    places = {
        postcode: (latitude, longitude)
        for postcode, _city, latitude, longitude in (*geography.NEAR, *geography.WEST)
    }
    rows = []
    for number, company in enumerate(companies):
        latitude, longitude = places.get(company.postcode, (None, None))
        rows.append(
            Site(
                organization=company,
                name="Siège et usine",
                siret=f"{company.siren}00018" if company.siren else "",
                address=f"{number % 80 + 1} zone industrielle",
                postcode=company.postcode,
                city=company.city,
                department_code=company.department_code,
                country=company.country,
                naf_rev2=company.naf_rev2,
                territory=company.territory,
                time_zone=company.time_zone,
                latitude=None if latitude is None else Decimal(str(latitude)),
                longitude=None if longitude is None else Decimal(str(longitude)),
                is_main=True,
            )
        )
    Site.objects.bulk_create(rows)


def _contacts(
    setting: Setting, companies: list[Organization]
) -> dict[int, list[Contact]]:
    dice = setting.dice
    rows = []
    for number, company in enumerate(companies):
        for place in range(1 + number % 3):
            first = FIRST[(number * 5 + place * 7) % len(FIRST)]
            last = LAST[(number * 3 + place * 11) % len(LAST)]
            function, role = FUNCTIONS[(number + place) % len(FUNCTIONS)]
            mobile = f"06 {number % 90 + 10:02d} 55 {place:02d} {number % 80:02d}"
            address = f"{fold(first)}.{fold(last).replace(' ', '')}"
            host = company.email.partition("@")[2] or "process.example"
            rows.append(
                Contact(
                    organization=company,
                    first_name=first,
                    last_name=last,
                    name_key=fold(f"{last} {first}"),
                    function=function,
                    buying_role=role,
                    email=f"{address}@{host}",
                    mobile=mobile,
                    mobile_digits=phone_digits(mobile),
                    language=company.language,
                    consent_basis=Contact.ConsentBasis.PROFESSIONAL,
                    consent_source="Carte de visite",
                    consent_on=setting.day(-dice.randrange(200, 900)),
                    owner=company.owner,
                    team=company.team,
                    created_by=company.owner,
                    created_at=company.created_at,
                    updated_at=company.updated_at,
                )
            )
    found: dict[int, list[Contact]] = {}
    for contact in Contact.objects.bulk_create(rows):
        found.setdefault(contact.organization_id, []).append(contact)
    return found


def _links(companies: list[Organization], others: dict[str, Organization]) -> None:
    kind = OrganizationLink.Kind
    rows = [
        OrganizationLink(
            source=others["Fluidix Distribution"], target=company, kind=kind.SUPPLIES
        )
        for company in companies[5:40:7]
    ]
    rows += [
        OrganizationLink(
            source=others["Ingénierie Thermo-Process"],
            target=company,
            kind=kind.PRESCRIBES,
        )
        for company in companies[3:60:11]
    ]
    OrganizationLink.objects.bulk_create(rows)


def _assets(
    setting: Setting,
    companies: list[Organization],
    items: list[Item],
    others: dict[str, Organization],
) -> None:
    dice = setting.dice
    valves = [item for item in items if item.reference.startswith("V")]
    rival = others["Valvatec Industrie"]
    InstalledAsset.objects.bulk_create(
        InstalledAsset(
            organization=company,
            item=None if number % 4 == 0 else dice.choice(valves),
            rival=rival if number % 4 == 0 else None,
            model="VT-200" if number % 4 == 0 else "",
            quantity=dice.randrange(1, 40),
            in_service_on=setting.day(-dice.randrange(500, 4000)),
            end_of_life_on=setting.day(dice.randrange(-100, 1500)),
        )
        for number, company in enumerate(companies[:120])
    )
