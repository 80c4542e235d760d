using System.Net.Http.Json;

namespace Adit.Server.Control;

/// <summary>Asks a running server about many accounts at once.</summary>
public sealed class SheetClient
{
    private readonly ControlClient _server;

    internal SheetClient(ControlClient server) => _server = server;

    /// <inheritdoc cref="ISheetControl.ImportAsync"/>
    public async Task<SheetView> ImportAsync(SheetOrder order, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(order, ControlJson.Default.SheetOrder);
        return await _server.AskAsync(HttpMethod.Post, "accounts/import", content, ControlJson.Default.SheetView, cancellationToken);
    }

    /// <inheritdoc cref="ISheetControl.ExportAsync"/>
    public Task<string> ExportAsync(CancellationToken cancellationToken) => _server.ReadTextAsync("accounts/export", cancellationToken);
}
