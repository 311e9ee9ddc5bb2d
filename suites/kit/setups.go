package kit

import (
	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
)

// A Setup is a step that a check takes before its own: what it does, and the
// check that judges just that. When it fails, the check is blocked by that one.
type Setup struct{ Check, Doing string }

// Set-ups that several checks share.
var (
	ListUsers      = Setup{"connector.users.answer", "listing users"}
	ListGroups     = Setup{"connector.groups.answer", "listing groups"}
	LookUpUser     = Setup{"users.lookup.hit", "looking the user up"}
	MissUser       = Setup{"connector.users.no-hit", "looking up a user who is not there"}
	MissGroup      = Setup{"groups.push.miss", "looking up a group that is not there"}
	CreateUser     = Setup{"users.create.answer", "creating a user"}
	CreateLean     = Setup{"users.create.lean", "creating a user with the least"}
	CreateMany     = Setup{"users.create.burst", "creating many users"}
	ReadUser       = Setup{"users.create.by-id", "reading the user"}
	FindListedUser = Setup{"users.create.listed-once", "finding the user in the list"}
	StoreUserName  = Setup{"users.create.username", "storing the userName"}

	UpdateUser      = Setup{"users.update.accepted", "updating a user"}
	UpdateAll       = Setup{"users.update.all", "showing an update"}
	SeeDisplayName  = Setup{"users.update.display-name", "showing a new display name"}
	UpdateEmail     = Setup{"users.update.email", "changing an e-mail address"}
	UpdateUserName  = Setup{"users.update.username", "changing the userName"}
	FreeUserName    = Setup{"users.update.username-old", "looking up the old userName"}
	RefuseTakenName = Setup{"users.update.username-taken", "refusing a userName that is taken"}
	PatchUser       = Setup{"users.update.patch-no-change", "a PATCH of an active user"}
	PatchApplied    = Setup{"users.update.patch-applied", "a PATCH of the display name"}
	SyncPassword    = Setup{"users.update.password", "syncing a password"}

	DeactivateUser = Setup{"users.deactivate.accepted", "deactivating a user"}
	SeeInactive    = Setup{"users.deactivate.by-id", "reading a deactivated user"}
	ReactivateUser = Setup{"users.reactivate.accepted", "reactivating a user"}
	Reactivation   = Setup{"users.reactivate.sequence", "reactivating a user"}
	SeeActive      = Setup{"users.reactivate.by-id", "reading a reactivated user"}

	CreateGroup      = Setup{"groups.push.created", "creating a group"}
	CreateWith       = Setup{"groups.push.with-members", "creating a group with members"}
	PushGroup        = Setup{"groups.push.whole", "pushing a group"}
	LinkGroup        = Setup{"groups.link.same", "linking a group"}
	ReadGroup        = Setup{"groups.push.by-id", "reading the group"}
	LookUpGroup      = Setup{"groups.push.by-lookup", "looking a group up"}
	FindListedGroup  = Setup{"groups.push.in-list", "finding the group in the list"}
	RefuseTwin       = Setup{"groups.push.duplicate", "creating a group of a taken name"}
	RenameGroup      = Setup{"groups.rename.accepted", "renaming a group"}
	SeeRename        = Setup{"groups.rename.by-id", "reading a renamed group"}
	FreeGroupName    = Setup{"groups.rename.old-name", "looking up the old name of a group"}
	DeleteGroup      = Setup{"groups.delete.accepted", "deleting a group"}
	SeeGroupGone     = Setup{"groups.delete.by-id", "reading a deleted group"}
	MissDeletedGroup = Setup{"groups.delete.by-lookup", "looking up a deleted group"}

	AddMember     = Setup{"members.add.first", "adding a member"}
	AddInactive   = Setup{"members.add.inactive", "adding an inactive member"}
	RemoveMember  = Setup{"members.remove.one", "removing a member"}
	AddAgain      = Setup{"members.remove.several", "adding a removed member"}
	ChangeMembers = Setup{"members.mixed.swap", "changing members"}
	PushNow       = Setup{"members.push-now.fill", "Push Now"}
	PushNowEmpty  = Setup{"members.push-now.empty", "Push Now with an empty list"}

	SeePushedRole = Setup{"roles.pushed.create", "pushing a role"}
	GiveRole      = Setup{"roles.group.gives", "giving a role"}

	FillSeats       = Setup{"seats.last-free", "filling the seats"}
	UseFreeSeat     = Setup{"seats.freed.deactivate", "using a free seat"}
	RefuseOverSeats = Setup{"seats.over.refused", "refusing a user beyond the seats"}

	RefuseCredential    = Setup{"auth.refused.garbage", "refusing a wrong credential"}
	RefuseUnknown       = Setup{"errors.unknown.user-read", "refusing an unknown id"}
	RefuseSyntax        = Setup{"errors.syntax.malformed", "refusing a body that is no JSON"}
	RefuseDuplicate     = Setup{"users.create.duplicate", "creating a user whose userName is taken"}
	RefuseNameless      = Setup{"errors.required.user-name", "refusing a user without userName"}
	RefuseNamelessGroup = Setup{"errors.required.display-name", "refusing a group without displayName"}
	RefuseWrongType     = Setup{"errors.type.user", "refusing a value of a wrong type"}
)

// Require ends the check when one of its set-ups had problems: nothing can be said
// about its requirement. Problems that were reported before stand.
func (t *T) Require(s Setup, problems ...[]check.Problem) {
	if all := t.toJudge(check.All(problems...)); len(all) > 0 {
		t.refuse(s, all[0], t.Session, t.Session.Recorder.Count()-1)
	}
}

// refuse blocks the check by a set-up, with the exchange in which its problem was seen.
func (t *T) refuse(s Setup, p check.Problem, in *harness.Session, at int) {
	panic(stopped{
		outcome: result.Blocked,
		reason:  s.Doing + " (" + s.Check + ") failed: " + p.String(),
		cause:   &result.Cause{Check: s.Check, Problem: &p},
		session: in,
		at:      at,
	})
}

// Await is Eventually for a set-up.
func (t *T) Await(s Setup, operation string, read func() []check.Problem) {
	if problems, ok := t.Wait(operation, read); !ok {
		t.Require(s, problems)
	}
}

func AwaitUser(t *T, id string) {
	t.Await(ReadUser, "create user", func() []check.Problem { _, problems := t.ByID(id); return problems })
}

func AwaitGroup(t *T, id string) {
	t.Await(ReadGroup, "create group", func() []check.Problem { _, problems := t.GroupByID(id); return problems })
}

func AwaitGroupGone(t *T, g Group) {
	t.Await(SeeGroupGone, "delete group by id", func() []check.Problem { return GroupGone(t, g) })
}

func (t *T) AwaitInactive(p Person) {
	t.Await(SeeInactive, "deactivate by id", func() []check.Problem { return InactiveByID(t, p) })
}

func AwaitActive(t *T, p Person) {
	t.Await(SeeActive, "reactivate by id", func() []check.Problem { return t.Holds(p.ID, check.Active) })
}
