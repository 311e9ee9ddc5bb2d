package provider

import (
	"sync"
	"time"
)

// lagging keeps a copy of the storage that writes reach late.
type lagging struct {
	lag      time.Duration
	mu       sync.Mutex // taken within a transaction, never around one of the storage itself
	replicas map[string]*replica
}

// replica is the copy of one tenant, and what it has still to do.
type replica struct {
	storage *Memory
	pending []delayed
}

type delayed struct {
	due     time.Time
	changes []func(Tx)
}

// watch records every write.
func (l *lagging) watch(b *Behaviours) {
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
	r := &replica{storage: NewMemory()}
	r.storage.Write(tenant, func(to Tx) error {
		for _, kind := range []string{KindUser, KindGroup} {
			for _, resource := range tx.List(kind, 0, tx.Count(kind)) {
				to.Put(resource)
			}
		}
		for _, group := range tx.List(KindGroup, 0, tx.Count(KindGroup)) {
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
