package legal

import (
	"iter"
	"sync"
	"time"

	"github.com/oktascim/oktascim/provider"
)

// consistencyVariants differ in when, and where first, a write can be seen.
func consistencyVariants() []Variant {
	const source = "Okta's guides say that changes may take from seconds to minutes to appear"
	late := func(apply func(*lagging, *Behaviors)) func(*Behaviors) {
		return func(b *Behaviors) {
			l := &lagging{lag: 1500 * time.Millisecond, replicas: map[string]*replica{}}
			l.watch(b)
			apply(l, b)
		}
	}
	return []Variant{{
		ID: "eventual-consistency", Story: "GET shows a write 1.5 s after it was answered.",
		Source: source,
		Apply: late(func(l *lagging, b *Behaviors) {
			l.readLate(b, func(rq *Request) bool { return !rq.IsWrite() })
		}),
	}, {
		ID: "lists-late", Story: "Lists and lookups show a write 1.5 s after it was answered; a read by id shows it at once.",
		Source: source,
		Apply:  late(func(l *lagging, b *Behaviors) { l.readLate(b, isList) }),
	}, {
		ID: "memberships-late", Story: "The members of groups, the groups of users and their roles follow 1.5 s after a write; all else is there at once.",
		Source: source,
		Apply: late(func(l *lagging, b *Behaviors) {
			l.membersLate(b)
			l.groupsLate(b)
		}),
	}, {
		ID: "user-groups-late", Story: "The groups of users, and their roles, follow 1.5 s after a write of the group.",
		Source: source,
		Apply:  late((*lagging).groupsLate),
	}, {
		ID: "roles-late", Story: "The roles of users follow 1.5 s after a write of the group; their groups are there at once.",
		Source: source,
		Apply:  late((*lagging).rolesLate),
	}}
}

// readLate makes some reads see the copy and not the storage.
func (l *lagging) readLate(b *Behaviors, which func(*Request) bool) {
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

func (l *lagging) membersLate(b *Behaviors) {
	next := b.Members
	b.Members = func(rq *Request, tx Tx, group *Resource) (list []any) {
		l.withOldMembers(rq, tx, func(tx Tx) { list = next(rq, tx, group) })
		return list
	}
}

func (l *lagging) groupsLate(b *Behaviors) {
	next := b.Groups
	b.Groups = func(rq *Request, tx Tx, user *Resource) (list []provider.Membership) {
		l.withOldMembers(rq, tx, func(tx Tx) { list = next(rq, tx, user) })
		return list
	}
}

// rolesLate derives the role from the memberships as they were.
func (l *lagging) rolesLate(b *Behaviors) {
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

func (t memberTx) MemberCount(group string) int { return t.members.MemberCount(group) }

func (t memberTx) HasMember(group, member string) bool { return t.members.HasMember(group, member) }

func (t memberTx) GroupsOf(member string) []string { return t.members.GroupsOf(member) }

// lagging keeps a copy of the storage that writes reach late.
type lagging struct {
	lag      time.Duration
	mu       sync.Mutex // taken within a transaction, never around one of the storage itself
	replicas map[string]*replica
}

// replica is the copy of one tenant, and what it has still to do.
type replica struct {
	storage *provider.Memory
	pending []delayed
}

type delayed struct {
	due     time.Time
	changes []func(Tx)
}

// watch records every write.
func (l *lagging) watch(b *Behaviors) {
	next := b.Write
	b.Write = func(rq *Request, do func(Tx) error) error {
		return next(rq, func(tx Tx) error {
			l.mu.Lock()
			r := l.replica(rq.Tenant, tx)
			l.mu.Unlock()
			rec := &recordingTx{Tx: tx}
			if err := do(rec); err != nil {
				return err
			}
			l.mu.Lock()
			defer l.mu.Unlock()
			r.pending = append(r.pending, delayed{time.Now().Add(l.lag), rec.changes})
			return nil
		})
	}
}

// current gives the copy with everything that is due. tx is a transaction on the storage.
func (l *lagging) current(tenant string, tx Tx) *replica {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.replica(tenant, tx)
	now := time.Now()
	if len(r.pending) == 0 || r.pending[0].due.After(now) {
		return r
	}
	r.storage.Write(tenant, func(tx Tx) error {
		for len(r.pending) > 0 && !r.pending[0].due.After(now) {
			for _, change := range r.pending[0].changes {
				change(tx)
			}
			r.pending = r.pending[1:]
		}
		return nil
	})
	return r
}

// replica gives the copy of a tenant, made of the state within tx when there is none yet.
func (l *lagging) replica(tenant string, tx Tx) *replica {
	if r, ok := l.replicas[tenant]; ok {
		return r
	}
	r := &replica{storage: provider.NewMemory()}
	r.storage.Write(tenant, func(to Tx) error {
		for _, kind := range []string{provider.KindUser, provider.KindGroup} {
			for _, resource := range tx.List(kind, 0, tx.Count(kind)) {
				to.Put(resource)
			}
		}
		for _, group := range tx.List(provider.KindGroup, 0, tx.Count(provider.KindGroup)) {
			for member := range tx.Members(group.ID) {
				to.AddMember(group.ID, member)
			}
		}
		return nil
	})
	l.replicas[tenant] = r
	return r
}

// recordingTx remembers the changes of a transaction.
type recordingTx struct {
	Tx
	changes []func(Tx)
}

func (t *recordingTx) record(change func(Tx)) { t.changes = append(t.changes, change) }

func (t *recordingTx) Put(r *Resource) {
	t.Tx.Put(r)
	t.record(func(tx Tx) { tx.Put(r) })
}

func (t *recordingTx) Delete(kind, id string) {
	t.Tx.Delete(kind, id)
	t.record(func(tx Tx) { tx.Delete(kind, id) })
}

func (t *recordingTx) AddMember(group, member string) bool {
	t.record(func(tx Tx) { tx.AddMember(group, member) })
	return t.Tx.AddMember(group, member)
}

func (t *recordingTx) RemoveMember(group, member string) bool {
	t.record(func(tx Tx) { tx.RemoveMember(group, member) })
	return t.Tx.RemoveMember(group, member)
}
