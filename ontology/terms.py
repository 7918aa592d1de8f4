# ruff: noqa: N815 the names are those of the vocabularies
"""The terms Python names, as closed namespaces: a misspelt term raises where it is written.

Each namespace lists what the Turtle files define; a test compares both directions.
"""

from rdflib import URIRef
from rdflib.namespace import DefinedNamespace

from ontology.codes import CL
from ontology.namespaces import namespace

__all__ = ["CL", "CSVW", "DQ", "GEO", "LOCN", "SCHEMA", "SOZ"]


class SOZ(DefinedNamespace):
    """Querblick's own classes and properties (`ontology/*.ttl`)."""

    _NS = namespace("soz")
    _fail = True

    Area: URIRef
    Benchmark: URIRef
    Challenge: URIRef
    ColumnUse: URIRef
    Committee: URIRef
    Confirmation: URIRef
    Conflict: URIRef
    Constellation: URIRef
    ConstellationNeed: URIRef
    Contract: URIRef
    Cooperation: URIRef
    CostBearer: URIRef
    Coverage: URIRef
    CriterionRequirement: URIRef
    DataGraph: URIRef
    Decision: URIRef
    DeliveryAgreement: URIRef
    Document: URIRef
    Evaluation: URIRef
    Funding: URIRef
    FundingProgramme: URIRef
    FundingSource: URIRef
    Goal: URIRef
    HeldBackRow: URIRef
    ImportRun: URIRef
    Indicator: URIRef
    IndicatorTarget: URIRef
    InventoryStatement: URIRef
    LegalBasis: URIRef
    LegalPillar: URIRef
    LocalTerm: URIRef
    MatchDecision: URIRef
    Measure: URIRef
    Membership: URIRef
    NeedAssessment: URIRef
    NeedType: URIRef
    ObligationLevel: URIRef
    Observation: URIRef
    Offer: URIRef
    ParticipationEvent: URIRef
    Provider: URIRef
    QualityCriterion: URIRef
    Recognition: URIRef
    ServiceType: URIRef
    Site: URIRef
    Source: URIRef
    SourceFile: URIRef
    SourceRow: URIRef
    Statement: URIRef
    TargetGroup: URIRef
    Transition: URIRef
    accessConditions: URIRef
    accessFeature: URIRef
    accessMissing: URIRef
    accessPartly: URIRef
    action: URIRef
    addresses: URIRef
    ageNote: URIRef
    ags: URIRef
    amount: URIRef
    applicationFrom: URIRef
    applicationTo: URIRef
    area: URIRef
    areaFit1: URIRef
    areaFit2: URIRef
    areaFit4: URIRef
    areaLevel: URIRef
    asOf: URIRef
    atSite: URIRef
    barrierFree: URIRef
    benchmarkKind: URIRef
    bindingWeight: URIRef
    bodyLevel: URIRef
    bodyRole: URIRef
    bodyType: URIRef
    books: URIRef
    bridgeNorm: URIRef
    broaderOrSelf: URIRef
    budgetYear: URIRef
    capacityUnitDefault: URIRef
    caseCount: URIRef
    cellArea: URIRef
    citation: URIRef
    claimAllowed: URIRef
    coarseGroup: URIRef
    columnLetter: URIRef
    columnTag: URIRef
    combines: URIRef
    competentBody: URIRef
    competentBodyName: URIRef
    concernsRecord: URIRef
    confidence: URIRef
    confirmationAnswer: URIRef
    confirmationNote: URIRef
    confirmedBy: URIRef
    confirms: URIRef
    contactFunction: URIRef
    contractParty: URIRef
    contractType: URIRef
    contributesTo: URIRef
    cooperationType: URIRef
    costToUser: URIRef
    costType: URIRef
    countsAsCoordination: URIRef
    countsAsCoverage: URIRef
    countsAsFreeNonprofit: URIRef
    countsAsPillar: URIRef
    coveredBy: URIRef
    coversOffer: URIRef
    criterionType: URIRef
    decidedBy: URIRef
    decidedKey: URIRef
    decidedOn: URIRef
    decisionPower: URIRef
    declaredBy: URIRef
    deliveredBy: URIRef
    deliveredOn: URIRef
    deliveryMode: URIRef
    deliveryRhythm: URIRef
    deliveryScope: URIRef
    deliverySource: URIRef
    demand: URIRef
    demandUnit: URIRef
    demandedProof: URIRef
    dimension: URIRef
    directed: URIRef
    direction: URIRef
    disclosure: URIRef
    dueDate: URIRef
    effectClass: URIRef
    effectLevel: URIRef
    effectiveFrom: URIRef
    effectiveTo: URIRef
    endReason: URIRef
    entitlement: URIRef
    evaluates: URIRef
    evidence: URIRef
    evidenceType: URIRef
    executingBody: URIRef
    executingBodyName: URIRef
    expectedChange: URIRef
    facet: URIRef
    firstDue: URIRef
    fit: URIRef
    fitFacet: URIRef
    forDecision: URIRef
    forGoal: URIRef
    forecastValue: URIRef
    formality: URIRef
    freshUntil: URIRef
    fromBody: URIRef
    fromLegalBasis: URIRef
    fromOffer: URIRef
    fromPillar: URIRef
    fundingRate: URIRef
    fundingSource: URIRef
    fundingType: URIRef
    funds: URIRef
    gapSeverity: URIRef
    groupFit1: URIRef
    groupFit2: URIRef
    groupFit3: URIRef
    groupFit4: URIRef
    hasCoverage: URIRef
    header: URIRef
    heldBackBecause: URIRef
    heldOn: URIRef
    implementation: URIRef
    indexation: URIRef
    indicator: URIRef
    indicatorUse: URIRef
    inForceOnlyIf: URIRef
    interpretedLanguage: URIRef
    interventionLevel: URIRef
    interventionLevelDefault: URIRef
    inventoryAspect: URIRef
    inventoryResult: URIRef
    isEffect: URIRef
    keySlug: URIRef
    lastMeeting: URIRef
    legalBasis: URIRef
    legalBasisNote: URIRef
    legalForm: URIRef
    localAreaCode: URIRef
    localKey: URIRef
    losingDate: URIRef
    losingSource: URIRef
    losingValue: URIRef
    lowerBound: URIRef
    madeIn: URIRef
    managedBy: URIRef
    mapping: URIRef
    mappingVersion: URIRef
    maxAge: URIRef
    means: URIRef
    measuredBy: URIRef
    meetingRhythm: URIRef
    method: URIRef
    minAge: URIRef
    needAtPillar: URIRef
    needFit1: URIRef
    needFit2: URIRef
    needFit3: URIRef
    needFit4: URIRef
    needLevel: URIRef
    needPerspective: URIRef
    needType: URIRef
    needsCompleteness: URIRef
    noAddressReason: URIRef
    noValueFor: URIRef
    normKind: URIRef
    normText: URIRef
    notDeliveredSince: URIRef
    noticeBy: URIRef
    obligation: URIRef
    obligationLevel: URIRef
    observedOffer: URIRef
    ofOffer: URIRef
    ofProvider: URIRef
    onClass: URIRef
    onProperty: URIRef
    onRecord: URIRef
    onlyInSource: URIRef
    openOffer: URIRef
    outcome: URIRef
    owedBy: URIRef
    ownShare: URIRef
    paidBy: URIRef
    participant: URIRef
    participatingBody: URIRef
    participationKind: URIRef
    perPersons: URIRef
    persons: URIRef
    perspective: URIRef
    pillar: URIRef
    pillarDelivered: URIRef
    pillarPaid: URIRef
    places: URIRef
    placesUnit: URIRef
    pluralityRequired: URIRef
    population: URIRef
    populationDate: URIRef
    prescribed: URIRef
    proof: URIRef
    providedBy: URIRef
    providerType: URIRef
    rank: URIRef
    rationale: URIRef
    recognisedBy: URIRef
    recognises: URIRef
    referralRequired: URIRef
    reportRhythm: URIRef
    reportsTo: URIRef
    requiredAccess: URIRef
    requiredBy: URIRef
    requiresCriterion: URIRef
    respondents: URIRef
    responseRate: URIRef
    responsible: URIRef
    result: URIRef
    role: URIRef
    scenario: URIRef
    scopeArea: URIRef
    scopeGroup: URIRef
    scopeNeed: URIRef
    sector: URIRef
    serviceType: URIRef
    settles: URIRef
    severityRule: URIRef
    sha256: URIRef
    share: URIRef
    sheet: URIRef
    source: URIRef
    sourceKind: URIRef
    sourceLevel: URIRef
    sovereignTask: URIRef
    standingInfrastructure: URIRef
    standingOfferRequired: URIRef
    status: URIRef
    strength: URIRef
    subGoalOf: URIRef
    targetGroup: URIRef
    targetYear: URIRef
    targeting: URIRef
    termKind: URIRef
    tier: URIRef
    timeLimited: URIRef
    timeLimitedByDefault: URIRef
    toBody: URIRef
    toLegalBasis: URIRef
    toOffer: URIRef
    toPillar: URIRef
    topic: URIRef
    transition: URIRef
    triggerAge: URIRef
    triggerType: URIRef
    typicalBreak: URIRef
    typicalNeed: URIRef
    typicalTargetGroup: URIRef
    unit: URIRef
    unknownValueFor: URIRef
    upperBound: URIRef
    usesCriterion: URIRef
    validFrom: URIRef
    validTo: URIRef
    value: URIRef
    valueStatus: URIRef
    valueType: URIRef
    verification: URIRef
    verifiedOn: URIRef
    voting: URIRef
    wanted: URIRef
    winningDate: URIRef
    winningSource: URIRef
    winningValue: URIRef
    withinArea: URIRef
    withinOrSelf: URIRef
    wouldBe: URIRef


class CSVW(DefinedNamespace):
    """The terms of CSV on the Web used for row tracing."""

    _NS = namespace("csvw")
    _fail = True

    Row: URIRef
    describes: URIRef
    rownum: URIRef


class LOCN(DefinedNamespace):
    """The terms of the Core Location vocabulary used for addresses."""

    _NS = namespace("locn")
    _fail = True

    Address: URIRef
    address: URIRef
    locatorDesignator: URIRef
    postCode: URIRef
    postName: URIRef
    thoroughfare: URIRef


class GEO(DefinedNamespace):
    """The terms of GeoSPARQL used for geometries."""

    _NS = namespace("geo")
    _fail = True

    Feature: URIRef
    Geometry: URIRef
    asWKT: URIRef
    hasGeometry: URIRef
    sfOverlaps: URIRef
    wktLiteral: URIRef


class SCHEMA(DefinedNamespace):
    """The terms of schema.org used for functional contacts, opening hours and documented domains."""

    _NS = namespace("schema")
    _fail = True

    Service: URIRef
    domainIncludes: URIRef
    email: URIRef
    openingHours: URIRef
    telephone: URIRef


DQ = namespace("dq")  # open: shapes add rules by adding files
