// Package pilot is the suite around the first group that is assigned to an app: plan tells, before anything is
// assigned, what would become of each person of a roster; verify tells, afterwards, whether it did, and whether anybody
// else was touched. Both send nothing but GET. The checks are those of Catalogue, one a person and topic.
package pilot

import (
	"slices"

	"github.com/oktascim/oktascim/suites/kit"
)

// Sources of the requirements.
const (
	refPush     = "Okta SCIM 2.0 reference: a user is looked up, then created or linked"
	refGroup    = "Okta SCIM 2.0 reference: a lookup hit links the group; members it had stay until Push Now"
	refMembers  = "Okta help, Group Push: only users who are assigned to the app are pushed as members"
	refOneGroup = "Okta help, Group Push: one group for both assigning and pushing is not supported"
	refRoles    = "the app profile: groups give roles; whom Okta manages gets the default role without one"
	refSeats    = "the app profile: seats.limit; provisioning beyond it fails"
	refName     = "RFC 7643 §4.1.1: userName is unique and case-insensitive"
	refBase     = "Okta help: the base attributes userName, givenName, familyName and email are required"
	refLeaver   = "Okta SCIM 2.0 reference: unassigning sends active:false; users are never deleted"
	refPhases   = "roll out in phases: a pilot group first, check that they arrive with the right roles, then the rest"
)

// Ids of the checks.
const (
	idAdmins     = "pilot.plan.admins"
	idLockOut    = "pilot.plan.lock-out"
	idMatch      = "pilot.plan.match"
	idActive     = "pilot.plan.active"
	idRole       = "pilot.plan.role"
	idKeepsRole  = "pilot.plan.keeps-role"
	idAttributes = "pilot.plan.attributes"
	idSeats      = "pilot.plan.seats"
	idGroup      = "pilot.plan.group"
	idStrangers  = "pilot.plan.group-members"
	idAssigned   = "pilot.plan.assigned"
	idLeaveOrder = "pilot.plan.leaver-groups"

	idThere      = "pilot.verify.there"
	idIsActive   = "pilot.verify.active"
	idHasValues  = "pilot.verify.attributes"
	idInGroups   = "pilot.verify.groups"
	idHasRole    = "pilot.verify.role"
	idGroupThere = "pilot.verify.group"
	idKept       = "pilot.verify.leaver-kept"
	idInactive   = "pilot.verify.leaver-inactive"
	idLeftGroups = "pilot.verify.leaver-groups"
	idOthers     = "pilot.verify.others"
	idOtherGroup = "pilot.verify.other-groups"
	idNewcomers  = "pilot.verify.newcomers"
)

// Catalogue lists the checks of both commands, without people: they get their subjects from a roster.
func Catalogue() []kit.Check {
	checks := slices.Concat(planCatalogue(), verifyCatalogue())
	for i := range checks {
		checks[i].Area = kit.Pilot
		checks[i].Body = func(t *kit.T) { t.Unsupported("this check needs a roster: oktascim pilot") }
	}
	return checks
}

func planCatalogue() []kit.Check {
	return []kit.Check{
		{ID: idAdmins, Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedRoles},
			Title: "Nobody who has the highest role today loses it by being assigned",
			Why: "From the first push on, the mapping decides about the role of everybody whom Okta manages. A present " +
				"admin who is in none of the mapped groups gets the default role.",
			Symptom: "Everything is green in Okta, and present admins sign in as ordinary users.",
			Refs:    []string{refRoles, refPhases}},
		{ID: idLockOut, Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedRoles},
			Title:   "After the assignment somebody still has the highest role",
			Why:     "When the last admin loses the role, nobody is left in the app who could repair the mapping.",
			Symptom: "Nobody can administer the app any more; only its vendor can help.",
			Refs:    []string{refRoles, refPhases}},
		{ID: idMatch, Level: kit.Must, Evidence: kit.Safety,
			Title: "Okta's lookup finds nobody or exactly one account, and that is this person",
			Why: "Okta links the account that its lookup finds and overwrites its profile; when it finds " +
				"none, it creates one.",
			Symptom: "The person gets a second, empty account, takes over somebody else's, or Okta shows: Error while " +
				"creating user: conflict.",
			Refs: []string{refPush, refName}},
		{ID: idActive, Level: kit.Should, Evidence: kit.Documented,
			Title:   "The account that will be linked is active today",
			Why:     "Somebody deactivated it. Okta sets active to true when it links the account.",
			Symptom: "None: a person whose access was taken away has it again.",
			Refs:    []string{refPush}},
		{ID: idRole, Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedRoles},
			Title:   "The person's groups give the role that the roster states",
			Why:     "The app makes the role of the pushed groups; the roster says what it should be.",
			Symptom: "Okta shows the person as provisioned, and the person cannot do the work, or can do too much.",
			Refs:    []string{refRoles, refPhases}},
		{ID: idKeepsRole, Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedRoles},
			Title:   "Being assigned does not lower the person's present role, unless the roster says so",
			Why:     "The role that a linked account has today counts no more once the mapping decides.",
			Symptom: "The person has lost rights from one day to the next; nothing is red in Okta.",
			Refs:    []string{refRoles}},
		{ID: idAttributes, Level: kit.Must, Evidence: kit.Safety,
			Title: "The mapping leaves none of Okta's base attributes empty",
			Why:   "Okta sends what the person's Okta profile holds; an app may refuse a user without a name or an address.",
			Symptom: "Okta shows: Error while creating user: a required attribute is missing; or the person " +
				"has no name in the app.",
			Refs: []string{refBase}},
		{ID: idSeats, Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedSeats},
			Title: "There are as many free seats as the pilot needs",
			Why:   "Every account that is created or reactivated takes a seat; a push beyond the limit is refused.",
			Symptom: "Some people arrive and others do not, in no order that anybody chose: Okta shows a " +
				"provisioning error for each.",
			Refs: []string{refSeats}},
		{ID: idGroup, Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedGroups},
			Title: "A pushed group is new to the app, or exactly one of that name is there to be linked",
			Why: "Okta looks a group up by its displayName and links the first hit; the role hangs on the one " +
				"that the mapping names.",
			Symptom: "Members are pushed to the wrong one of two groups of the same name, and their role does not change.",
			Refs:    []string{refGroup}},
		{ID: idStrangers, Level: kit.Should, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedGroups},
			Title:   "The group that will be linked has no members but those of the roster",
			Why:     "They keep the group's role until somebody presses Push Now, and lose it then.",
			Symptom: "People who are not in the Okta group have its role, until the next Push Now takes it from them.",
			Refs:    []string{refGroup}},
		{ID: idAssigned, Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedGroups},
			Title:   "All members of a pushed group are assigned to the app",
			Why:     "Okta pushes a member only when the person is assigned to the app too.",
			Symptom: "The push of the group is Active in Okta, and some members are missing in the app.",
			Refs:    []string{refMembers, refOneGroup}},
		{ID: idLeaveOrder, Level: kit.Should, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedGroups, kit.NeedDeactivate},
			Title: "No leaver is still a member of a pushed group in Okta",
			Why: "Okta pushes inactive users no more. A leaver must be removed from the pushed group first and then be " +
				"unassigned, or the membership in the app stays.",
			Symptom: "No error in Okta: the leaver is inactive in the app, still a member, and has the group's role on return.",
			Refs:    []string{refMembers, refOneGroup}},
	}
}

func verifyCatalogue() []kit.Check {
	return []kit.Check{
		{ID: idThere, Level: kit.Must, Evidence: kit.Safety,
			Title:   "The person is there, once, with the account of the plan",
			Why:     "A push that failed leaves nobody; one that did not find the present account leaves two.",
			Symptom: "The person cannot sign in, or signs in to an empty account beside the old one.",
			Refs:    []string{refPush, refName, refPhases}},
		{ID: idIsActive, Level: kit.Must, Evidence: kit.Safety,
			Title: "The person's account is active", Why: "Assigned people have access.",
			Symptom: "Okta shows the person as provisioned, and the app refuses the sign-in.",
			Refs:    []string{refPush}},
		{ID: idHasValues, Level: kit.Must, Evidence: kit.Safety,
			Title:   "The account has the attributes of the roster",
			Why:     "Okta pushes the profile; the app keeps what it was sent.",
			Symptom: "The person has another name or address in the app than in Okta.",
			Refs:    []string{refPush, refBase}},
		{ID: idInGroups, Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedGroups},
			Title: "The person is in the groups of the roster, and in no other pushed group",
			Why: "Membership decides about the role and about what the person sees. After a reactivation the group must be " +
				"pushed again: Okta pushes no inactive users.",
			Symptom: "The push of the group is Active in Okta, and the person sees what others should see, or " +
				"not what the group sees.",
			Refs: []string{refGroup, refMembers}},
		{ID: idHasRole, Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedRoles},
			Title:   "The person has the role of the roster, or else the one that the groups give",
			Why:     "This is what the pilot is for.",
			Symptom: "Everything is green in Okta, and the person has the wrong rights in the app.",
			Refs:    []string{refRoles, refPhases}},
		{ID: idGroupThere, Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedGroups},
			Title: "A pushed group is there, once",
			Why: "A push that failed leaves none; one that did not find the present group leaves two, and the role " +
				"hangs on one of them.",
			Symptom: "The group has an error in Okta's Push Groups tab, or the members of its twin get no role.",
			Refs:    []string{refGroup}},
		{ID: idKept, Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedDeactivate},
			Title: "A leaver's account is still there", Why: "Okta never deletes users: their work and their history must stay.",
			Symptom: "The leaver's work is gone, and the same person cannot come back to it.",
			Refs:    []string{refLeaver}},
		{ID: idInactive, Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedDeactivate},
			Title: "A leaver's account is inactive", Why: "Unassigning takes the access away.",
			Symptom: "None: Okta shows the person as deprovisioned, and the person can still sign in.",
			Refs:    []string{refLeaver}},
		{ID: idLeftGroups, Level: kit.Should, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedGroups, kit.NeedDeactivate},
			Title:   "A leaver is a member of no pushed group in the app",
			Why:     "A user who is unassigned before leaving the pushed group stays a member: Okta pushes no inactive users.",
			Symptom: "No error in Okta: the former user still counts as a member, and has the group's role on return.",
			Refs:    []string{refMembers, refOneGroup}},
		{ID: idOthers, Level: kit.Must, Evidence: kit.Safety,
			Title:   "Nobody else was changed since the plan",
			Why:     "An account that Okta was not told about must stay as it is: attributes, role, access.",
			Symptom: "People who have nothing to do with the pilot have lost their access, their role or their name.",
			Refs:    []string{refPhases}},
		{ID: idOtherGroup, Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedGroups},
			Title:   "No other group was changed since the plan",
			Why:     "Groups that are not pushed keep their name and their members.",
			Symptom: "People see other things than before, although their group is not pushed.",
			Refs:    []string{refPhases}},
		{ID: idNewcomers, Level: kit.Should, Evidence: kit.Documented,
			Title:   "No account came up that the roster does not have",
			Why:     "Either somebody else was assigned, or the app made an account of its own.",
			Symptom: "There are accounts in the app that nobody ordered; they may take seats.",
			Refs:    []string{refPhases}},
	}
}

// catalogue finds the checks by id.
type catalogue map[string]kit.Check

func newCatalogue() catalogue {
	out := catalogue{}
	for _, c := range Catalogue() {
		out[c.ID] = c
	}
	return out
}

// check is the check of that id about a subject; "" is none.
func (c catalogue) check(id, subject string, body func(*kit.T)) kit.Check {
	check := c[id]
	check.Subject, check.Body = subject, body
	return check
}
