using System.Net.Http.Json;

namespace Adit.Server.Control;

/// <summary>Asks a running server about who is denied.</summary>
public sealed class DenialClient
{
    private readonly ControlClient _server;

    internal DenialClient(ControlClient server) => _server = server;

    /// <inheritdoc cref="IDenialControl.ListAsync"/>
    public Task<IReadOnlyList<DenialView>> ListAsync(CancellationToken cancellationToken) =>
        _server.AskAsync(HttpMethod.Get, "denials", null, ControlJson.Default.IReadOnlyListDenialView, cancellationToken);

    /// <inheritdoc cref="IDenialControl.DenyAsync"/>
    public async Task<DeniedView> DenyAsync(DenialOrder order, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(order, ControlJson.Default.DenialOrder);
        return await _server.AskAsync(HttpMethod.Post, "denials", content, ControlJson.Default.DeniedView, cancellationToken);
    }

    /// <inheritdoc cref="IDenialControl.AllowAsync"/>
    public Task AllowAsync(string kind, string subject, CancellationToken cancellationToken) => _server.DoAsync(
        HttpMethod.Delete, $"denials?kind={Uri.EscapeDataString(kind)}&subject={Uri.EscapeDataString(subject)}", cancellationToken);
}
