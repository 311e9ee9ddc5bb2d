package provider

func pagingFaults() []Fault {
	return []Fault{
		{
			ID: "page-startindex-zero-based", Category: "import-pagination", Level: Must,
			Story:  "startIndex counts from 0, so that each page of an import lacks one user.",
			Source: "https://github.com/wso2/product-is/issues/22589",
			Apply: func(b *Behaviours) {
				next := b.Select
				b.Select = func(rq *Request, tx Tx) (Page, error) {
					if rq.Query.Filter != nil {
						return next(rq, tx)
					}
					asked := rq.Query.StartIndex
					rq.Query.StartIndex++
					page, err := next(rq, tx)
					rq.Query.StartIndex = asked
					return page, err
				}
			},
		},
	}
}
