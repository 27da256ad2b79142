#pragma once

#include "engine/rule.hpp"

/// The published sources that rules rest on (RULES section 0), so that a rule cannot cite what is not listed.
/// A url stands only where the catalogue gives a DOI. "seed" documents are the specification itself.
namespace iim::engine::source {

inline constexpr Evidence seed_000{
    "seed 000", "Source document 000: initial treatment of idiopathic inflammatory myopathy", ""};
inline constexpr Evidence seed_001{"seed 001", "Source document 001: treatment of inflammatory myopathy", ""};
inline constexpr Evidence seed_002{
    "seed 002", "Source document 002: treatment algorithm for idiopathic inflammatory myopathy", ""};
inline constexpr Evidence seed_003{
    "seed 003", "Source document 003: diagnosis and treatment of myositis", ""};
inline constexpr Evidence seed_004{
    "seed 004", "Source document 004: inclusion body myositis and polymyositis", ""};

inline constexpr Evidence bsr22{
    "BSR22",
    "British Society for Rheumatology guideline on idiopathic inflammatory myopathy, 2022",
    "https://doi.org/10.1093/rheumatology/keac115"};
inline constexpr Evidence eularoi22{
    "EULAROI22",
    "EULAR 2022 recommendations on screening and prophylaxis of opportunistic infections",
    "https://doi.org/10.1136/ard-2022-223335"};
inline constexpr Evidence cpic18{
    "CPIC18",
    "CPIC guideline for thiopurines, TPMT and NUDT15: 2025 Update (PMID 41618934), which supersedes the "
    "2018 update linked here",
    "https://doi.org/10.1002/cpt.1304"};
inline constexpr Evidence share17{
    "SHARE17",
    "SHARE recommendations for juvenile dermatomyositis, 2017",
    "https://doi.org/10.1136/annrheumdis-2016-209247"};
inline constexpr Evidence park19{
    "PARK19",
    "Pneumocystis pneumonia at prednisone 15-30 mg/day, Arthritis Research & Therapy 2019",
    "https://doi.org/10.1186/s13075-019-1996-6"};
inline constexpr Evidence pjpreg{"PJPREG", "Pneumocystis prophylaxis regimens, PMC10938896, table 2", ""};
inline constexpr Evidence pjp_incidence{
    "PMC7917170", "Incidence of Pneumocystis pneumonia in polymyositis and dermatomyositis, PMC7917170", ""};
inline constexpr Evidence lbl_aza{"LBL-AZA", "FDA azathioprine label, safety changes of December 2018", ""};
inline constexpr Evidence lbl_feb{
    "LBL-FEB", "FDA febuxostat label: contraindicated with azathioprine and mercaptopurine", ""};
inline constexpr Evidence tpmtlab{
    "TPMTLAB", "NHS Gloucestershire laboratory information on TPMT testing", ""};
inline constexpr Evidence tpmt_frequency{"PMC3971986", "TPMT phenotype frequencies, PMC3971986", ""};
inline constexpr Evidence lbl_mtx{
    "LBL-MTX", "FDA label of methotrexate tablets: pregnancy and contraception", ""};
inline constexpr Evidence lbl_mmf{"LBL-MMF", "Mycophenolate label and REMS: pregnancy", ""};
inline constexpr Evidence acrrepro20{
    "ACRREPRO20",
    "American College of Rheumatology guideline on reproductive health, 2020",
    "https://doi.org/10.1002/art.41191"};
inline constexpr Evidence mtx3e{
    "MTX3E", "Multinational recommendations for methotrexate in rheumatic disorders (3E Initiative)", ""};
inline constexpr Evidence acrvax22{
    "ACRVAX22",
    "American College of Rheumatology guideline on vaccinations, 2022",
    "https://doi.org/10.1002/acr.25045"};
inline constexpr Evidence aga25{"AGA25", "AGA guideline on hepatitis B reactivation, 2025", ""};
inline constexpr Evidence aga15{"AGA15", "AGA guideline on hepatitis B reactivation, 2015: risk table", ""};
inline constexpr Evidence hbv_risk{"PMC4887960", "Risk of hepatitis B reactivation by drug, PMC4887960", ""};
inline constexpr Evidence ismpmtx{
    "ISMPMTX", "ISMP best practice on weekly oral methotrexate; IMSN global best practice 3", ""};
inline constexpr Evidence medsafe22{
    "MEDSAFE22", "Medsafe New Zealand 2022 on methotrexate with trimethoprim", ""};
inline constexpr Evidence sps25{
    "SPS25", "NHS Specialist Pharmacy Service 2025 on methotrexate with trimethoprim", ""};
inline constexpr Evidence kwon18{
    "KWON18",
    "Prophylactic-dose trimethoprim-sulfamethoxazole with methotrexate, Clinical Rheumatology 2018",
    "https://doi.org/10.1007/s10067-018-4005-6"};
inline constexpr Evidence acrild23{
    "ACRILD23",
    "ACR/CHEST 2023 guideline on interstitial lung disease in systemic autoimmune rheumatic disease",
    "https://doi.org/10.1002/art.42861"};
inline constexpr Evidence bsrmon{
    "BSRMON", "BSR monitoring schedule for conventional disease-modifying drugs, 2017", ""};
inline constexpr Evidence acrmon{
    "ACRMON",
    "American College of Rheumatology intervals of laboratory monitoring of antirheumatic drugs",
    ""};
inline constexpr Evidence acrgiop22{
    "ACRGIOP22",
    "American College of Rheumatology guideline on glucocorticoid-induced osteoporosis, 2022",
    ""};
inline constexpr Evidence lbl_aln{
    "LBL-ALN", "Alendronate label: oesophageal abnormality, upright for 30 minutes, kidney function", ""};
inline constexpr Evidence ese24{
    "ESE24",
    "ESE/Endocrine Society guideline on glucocorticoid-induced adrenal insufficiency, 2024",
    "https://doi.org/10.1210/clinem/dgae250"};
inline constexpr Evidence saam{
    "SAAM", "Review of statin-associated autoimmune myopathy (Mammen): no re-exposure to statins", ""};
inline constexpr Evidence asco21{
    "ASCO21", "ASCO 2021 guideline on immune-related adverse events: myositis, section 5.2", ""};
inline constexpr Evidence printo19{
    "PRINTO19",
    "PRINTO proposal for glucocorticoid tapering in juvenile dermatomyositis, 2019",
    "https://doi.org/10.1186/s12969-019-0326-5"};
inline constexpr Evidence imnmrev{
    "IMNMREV", "Reviews of immune-mediated necrotising myopathy, PMC6019613", ""};
inline constexpr Evidence imacs23{
    "IMACS23",
    "International guideline on cancer screening in idiopathic inflammatory myopathy, 2023",
    "https://doi.org/10.1038/s41584-023-01045-w"};
inline constexpr Evidence mda5rec{
    "MDA5REC",
    "Recommendations for anti-MDA5 rapidly progressive interstitial lung disease, 2020",
    "https://doi.org/10.1016/j.semarthrit.2020.03.007"};
inline constexpr Evidence lbl_ivig{
    "LBL-IVIG",
    "Octagam 10 % US label and product site: dermatomyositis, boxed warning on thrombosis and kidney failure",
    ""};
inline constexpr Evidence dro_ivig{
    "DRO-ivig", "Practice summary on immunoglobulin: premedication is not routine", ""};
inline constexpr Evidence dro_ibm{
    "DRO-ibm", "Secondary summary on inclusion body myositis: supportive care", ""};
inline constexpr Evidence dro_cyc{
    "DRO-cyc", "Secondary summary on cyclophosphamide in myositis: to be verified", ""};
inline constexpr Evidence design{
    "design", "Safety design of this service: what could not be read is said, not skipped", ""};

}  // namespace iim::engine::source
