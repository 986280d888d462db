"""The company, its departments, two teams, its people, its framework."""

from __future__ import annotations

from filon.accounts.models import (
    CompanyProfile,
    Department,
    DepartmentKind,
    Role,
    Team,
    User,
)
from filon.coordination.models import PolicyDocument
from filon.project.demo.setting import Setting

DEPARTMENTS = {
    DepartmentKind.SALES: "Commerce",
    DepartmentKind.ENGINEERING: "Bureau d’études",
    DepartmentKind.PRODUCTION: "Production",
    DepartmentKind.QUALITY: "Qualité",
    DepartmentKind.LOGISTICS: "Logistique",
    DepartmentKind.SALES_ADMIN: "Administration des ventes",
    DepartmentKind.AFTER_SALES: "Service après-vente",
    DepartmentKind.PURCHASING: "Achats",
}

# key: (first name, last name, role, team, reports to, job title, department)
PEOPLE: dict[str, tuple[str, str, str, str, str, str, str]] = {
    "diane": ("Diane", "Vasseur", Role.DIRECTOR, "", "", "Directrice commerciale", ""),
    "marc": (
        "Marc",
        "Delorme",
        Role.MANAGER,
        "Auvergne-Rhône-Alpes",
        "diane",
        "Chef des ventes",
        "",
    ),
    "camille": (
        "Camille",
        "Martin",
        Role.SALESPERSON,
        "Auvergne-Rhône-Alpes",
        "marc",
        "Technico-commerciale",
        "",
    ),
    "julien": (
        "Julien",
        "Lefort",
        Role.SALESPERSON,
        "Auvergne-Rhône-Alpes",
        "marc",
        "Technico-commercial sédentaire",
        "",
    ),
    "sophie": (
        "Sophie",
        "Garnier",
        Role.MANAGER,
        "Grand Ouest",
        "diane",
        "Responsable d’agence",
        "",
    ),
    "antoine": (
        "Antoine",
        "Bellec",
        Role.SALESPERSON,
        "Grand Ouest",
        "sophie",
        "Technico-commercial",
        "",
    ),
    "nadia": (
        "Nadia",
        "Ferhat",
        Role.SALES_ADMIN,
        "",
        "diane",
        "Administration des ventes",
        DepartmentKind.SALES_ADMIN,
    ),
    "ines": (
        "Inès",
        "Rambaud",
        Role.EXPERT,
        "",
        "",
        "Ingénieure d’études",
        DepartmentKind.ENGINEERING,
    ),
}

POLICIES = (
    (
        PolicyDocument.Kind.SALES_POLICY,
        "Politique commerciale",
        "Cibles : chimie, agroalimentaire, eau, énergie. Priorité aux comptes A.",
        "Remise libre jusqu’à 10 % ; taux de marque plancher 24 % ; paiement 45 jours.",
    ),
    (
        PolicyDocument.Kind.TERMS_OF_SALE,
        "Conditions générales de vente",
        "Prix départ usine, réserve de propriété, pénalités au taux légal.",
        "Paiement à 30 jours nets ; indemnité de recouvrement 40 €.",
    ),
    (
        PolicyDocument.Kind.STAKES,
        "Enjeux et ressources",
        "84 personnes, atelier de 3 200 m², banc d’essai jusqu’à 150 bar.",
        "Capacité : 450 vannes par semaine ; délai standard 4 semaines.",
    ),
    (
        PolicyDocument.Kind.STANDARD,
        "Normes applicables",
        "EN 12266-1 essais de robinetterie, DESP 2014/68/UE, ATEX 2014/34/UE.",
        "Toute vanne PN ≥ 40 est livrée avec procès-verbal d’épreuve.",
    ),
    (
        PolicyDocument.Kind.IT_POLICY,
        "Charte informatique",
        "Données clients dans Filon seulement ; pas de fichier personnel.",
        "Export de plus de 5 000 lignes signalé au responsable.",
    ),
)


def build(setting: Setting) -> None:
    """Create the company, its people and its framework."""
    _profile()
    departments = {
        kind: Department.objects.get_or_create(
            kind=kind,
            defaults={"name": name, "email": f"{kind.lower()}@example.com"},
        )[0]
        for kind, name in DEPARTMENTS.items()
    }
    CompanyProfile.objects.get(pk=1).departments.set(departments.values())
    for key, row in PEOPLE.items():
        setting.people[key] = _person(setting, key, row, departments)
    for name, manager in (("Auvergne-Rhône-Alpes", "marc"), ("Grand Ouest", "sophie")):
        Team.objects.filter(name=name).update(manager=setting.people[manager])
        setting.teams[name] = Team.objects.get(name=name)
    User.objects.filter(pk=setting.people["julien"].pk).update(
        work_mode=User.WorkMode.SEDENTARY
    )
    _framework(setting)


def _profile() -> None:
    CompanyProfile.objects.update_or_create(
        pk=1,
        defaults={
            "name": "Rochebrune Fluides",
            "legal_form": "SAS",
            "share_capital": "1 200 000 €",
            "address": "12 rue des Essais",
            "postcode": "38170",
            "city": "Seyssinet-Pariset",
            "siren": "123456782",
            "siret": "12345678200010",
            "rcs_city": "Grenoble",
            "vat_number": "FR31123456782",
            "naf_code": "2814Z",
            "phone": "04 76 00 00 00",
            "email": "contact@rochebrune-fluides.example",
            "website": "https://rochebrune-fluides.example",
            "activity": CompanyProfile.Activity.BOTH,
            "size": CompanyProfile.Size.MEDIUM,
            "is_set_up": True,
            "is_exam_centre": True,
            "is_demo": True,
        },
    )


def _person(
    setting: Setting,
    key: str,
    row: tuple[str, str, str, str, str, str, str],
    departments: dict[DepartmentKind, Department],
) -> User:
    first, last, role, team, superior, title, department = row
    return User.objects.create_user(
        f"{key}@rochebrune-fluides.example",
        first_name=first,
        last_name=last,
        role=role,
        team=Team.objects.get_or_create(name=team)[0] if team else None,
        reports_to=setting.people[superior] if superior else None,
        job_title=title,
        department=departments[DepartmentKind(department)] if department else None,
    )


def _framework(setting: Setting) -> None:
    author = setting.people["diane"]
    for kind, title, summary, limits in POLICIES:
        PolicyDocument.objects.create(
            kind=kind,
            title=title,
            edition=str(setting.today.year),
            summary=summary,
            key_limits=limits,
            valid_from=setting.today.replace(month=1, day=1),
            owner=author,
            created_by=author,
            created_at=setting.at(-200),
            updated_at=setting.at(-200),
        )
