### Words for people: relation, sex, papers, moving about, group.

relation-self = The person who needs the card
relation-spouse = Husband or wife
relation-child = Son or daughter
relation-parent = Father or mother
relation-grandchild = Grandchild, niece or nephew
relation-grandparent = Grandfather or grandmother
relation-sibling = Brother or sister
relation-relative = Other relative
relation-guardian = Guardian
relation-caregiver = Carer
relation-neighbour = Neighbour
relation-ward_officer = Ward officer
relation-facility_staff = Staff of a hospital or care home
relation-household = Somebody of the household
relation-other = Somebody else

sex-male = Male
sex-female = Female

paper-none = Never had a card
paper-cmnd9 = CMND, 9 digits
paper-cmnd12 = CMND, 12 digits
paper-cccd_barcode = CCCD with a bar code, without a chip
paper-cccd_chip = CCCD with a chip (small golden square)
paper-cc = New identity card (from 1 July 2024)
paper-unsure = Not sure which card

mobility-walks = Walks without help
mobility-walks_with_help = Walks when somebody helps
mobility-wheelchair = Uses a wheelchair
mobility-bedridden = Stays in bed
mobility-in_hospital = Is in hospital or a care home

group-kt_db_nang = Very severe disability (cannot do daily personal care)
group-kt_nang = Severe disability (cannot do some of the daily personal care)
group-kt_nhe = Mild disability
group-nct = 60 years or older
group-ncc = Person with merit in the revolution (Heroic Mother, war invalid, sick soldier)
group-gd_chinh_sach = Family under preferential policy
group-bt_xh = Receives social assistance
group-ngheo = Poor household
group-can_ngheo = Near-poor household
group-om = Frail or ill, hard to get about
group-none = None of these
