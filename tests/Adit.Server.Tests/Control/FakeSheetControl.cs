using Adit.Server.Control;

namespace Adit.Server.Tests.Control;

/// <summary>Takes files and answers as it is told to.</summary>
public sealed class FakeSheetControl : ISheetControl
{
    public List<SheetOrder> Orders { get; } = [];

    public SheetView Answer { get; set; } = new(0, Done: false, [], []);

    public ValueTask<SheetView> ImportAsync(SheetOrder order, Actor actor, CancellationToken cancellationToken)
    {
        Orders.Add(order);
        return new(Answer);
    }

    public ValueTask<string> ExportAsync(Actor actor, CancellationToken cancellationToken) => new("name,enabled\r\nanna,yes\r\n");
}
