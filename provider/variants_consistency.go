package provider

import (
	"iter"
	"time"
)

// consistencyVariants differ in when, and where first, a write can be seen.
func consistencyVariants() []Variant {
	const source = "Okta's guides say that changes may take from seconds to minutes to appear"
	late := func(apply func(*lagging, *Behaviours)) func(*Behaviours) {
		return func(b *Behaviours) {
			l := &lagging{lag: 1500 * time.Millisecond, replicas: map[string]*replica{}}
			l.watch(b)
			apply(l, b)
		}
	}
	return []Variant{
		{
			ID: "eventual-consistency", Story: "GET shows a write 1.5 s after it was answered.",
			Source: source,
			Apply: late(func(l *lagging, b *Behaviours) {
				l.readLate(b, func(rq *Request) bool { return !rq.IsWrite() })
			}),
		},
		{
			ID: "lists-late", Story: "Lists and lookups show a write 1.5 s after it was answered; a read by id shows it at once.",
			Source: source,
			Apply:  late(func(l *lagging, b *Behaviours) { l.readLate(b, isList) }),
		},
		{
			ID: "memberships-late", Story: "The members of groups, the groups of users and their roles follow 1.5 s after a write; all else is there at once.",
			Source: source,
			Apply: late(func(l *lagging, b *Behaviours) {
				l.membersLate(b)
				l.groupsLate(b)
			}),
		},
		{
			ID: "user-groups-late", Story: "The groups of users, and their roles, follow 1.5 s after a write of the group.",
			Source: source,
			Apply:  late((*lagging).groupsLate),
		},
		{
			ID: "roles-late", Story: "The roles of users follow 1.5 s after a write of the group; their groups are there at once.",
			Source: source,
			Apply:  late((*lagging).rolesLate),
		},
	}
}

// readLate makes some reads see the copy and not the storage.
func (l *lagging) readLate(b *Behaviours, which func(*Request) bool) {
	next := b.Read
	b.Read = func(rq *Request, do func(Tx) error) error {
		if !which(rq) {
			return next(rq, do)
		}
		var r *replica
		err := next(rq, func(tx Tx) error {
			r = l.current(rq.Tenant, tx)
			return nil
		})
		if err != nil {
			return err
		}
		return r.storage.Read(rq.Tenant, do)
	}
}

func (l *lagging) membersLate(b *Behaviours) {
	next := b.Members
	b.Members = func(rq *Request, tx Tx, group *Resource) (list []any) {
		l.withOldMembers(rq, tx, func(tx Tx) { list = next(rq, tx, group) })
		return list
	}
}

func (l *lagging) groupsLate(b *Behaviours) {
	next := b.Groups
	b.Groups = func(rq *Request, tx Tx, user *Resource) (list []Membership) {
		l.withOldMembers(rq, tx, func(tx Tx) { list = next(rq, tx, user) })
		return list
	}
}

// rolesLate derives the role from the memberships as they were.
func (l *lagging) rolesLate(b *Behaviours) {
	next := b.Role
	b.Role = func(rq *Request, tx Tx, user *Resource) (role string) {
		l.withOldMembers(rq, tx, func(tx Tx) { role = next(rq, tx, user) })
		return role
	}
}

// withOldMembers gives a read a transaction in which memberships are those of the copy. Writes see the present.
func (l *lagging) withOldMembers(rq *Request, tx Tx, do func(Tx)) {
	if rq.IsWrite() {
		do(tx)
		return
	}
	l.current(rq.Tenant, tx).storage.Read(rq.Tenant, func(old Tx) error {
		do(memberTx{tx, old})
		return nil
	})
}

// memberTx takes memberships from another transaction.
type memberTx struct {
	Tx
	members Tx
}

func (t memberTx) Members(group string) iter.Seq[string] { return t.members.Members(group) }
func (t memberTx) MemberCount(group string) int          { return t.members.MemberCount(group) }
func (t memberTx) HasMember(group, member string) bool   { return t.members.HasMember(group, member) }
func (t memberTx) GroupsOf(member string) []string       { return t.members.GroupsOf(member) }
