using Adit.Server.Control;

namespace Adit.Server.Tests.Control;

/// <summary>Finds what it is told to, and counts flushes.</summary>
public sealed class FakeRevocationControl : IRevocationControl
{
    public RevocationView Found { get; set; } = new(true, null, null, []);

    public LookupOrder? Asked { get; private set; }

    public List<Actor> Flushes { get; } = [];

    public ValueTask<RevocationView> LookUpAsync(LookupOrder order, CancellationToken cancellationToken)
    {
        Asked = order;
        return new(Found);
    }

    public ValueTask<FlushedView> FlushAsync(Actor actor, CancellationToken cancellationToken)
    {
        Flushes.Add(actor);
        return new(new FlushedView(3));
    }
}
