using Adit.Access.Policies;

namespace Adit.Access.Tests.Policies;

public sealed class TraceTextTests
{
    private static readonly ConditionTrace _condition = new("groups", "engineering", "sales", Holds: true);

    private static readonly Decision _decision = new() { ConnectionPolicy = "Every", NetworkPolicy = "Staff", Trace = [Trace(_condition)] };

    public static TheoryData<Decision> Others =>
    [
        _decision with { ConnectionPolicy = "Some" },
        _decision with { NetworkPolicy = "Guests" },
        _decision with { NetworkPolicy = null, RemoteGroup = "partners" },
        _decision with { Remarks = [new("name.read", "utf-8")] },
        _decision with { Trace = [] },
        _decision with { Trace = [Trace(_condition), Trace(_condition)] },
        _decision with { Trace = [Trace(_condition) with { Policy = "Guests" }] },
        _decision with { Trace = [Trace(_condition) with { Kind = PolicyKind.Connection }] },
        _decision with { Trace = [Trace(_condition) with { Matches = false }] },
        _decision with { Trace = [Trace(_condition) with { Constraints = [_condition] }] },
        _decision with { Trace = [Trace(_condition, _condition)] },
        _decision with { Trace = [Trace(_condition with { Seen = "nobody" })] },
        _decision with { Trace = [Trace(_condition with { Holds = false })] },
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public void A_decision_is_told_by_itself_whichever_was_told_before(Decision other)
    {
        var told = TraceText.Write(_decision);

        Assert.NotEqual(told, TraceText.Write(other));
        Assert.Equal(told, TraceText.Write(_decision with { Trace = [Trace(_condition)] }));
    }

    [Fact]
    public void What_is_remarked_of_one_is_not_told_of_the_next()
    {
        var first = TraceText.Write(_decision with { Remarks = [new("name.read", "utf-8")] });

        Assert.Contains("codepage", TraceText.Write(_decision with { Remarks = [new("name.read", "codepage")] }), StringComparison.Ordinal);
        Assert.Contains("utf-8", first, StringComparison.Ordinal);
    }

    private static PolicyTrace Trace(params ConditionTrace[] conditions) => new(PolicyKind.Network, "Staff", Matches: true, conditions, []);
}
