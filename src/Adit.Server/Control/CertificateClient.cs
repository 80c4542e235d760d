using System.Net.Http.Json;

namespace Adit.Server.Control;

/// <summary>Asks a running server about certificates. Every refusal is a <see cref="ControlException"/>.</summary>
public sealed class CertificateClient
{
    private readonly ControlClient _client;

    internal CertificateClient(ControlClient client) => _client = client;

    /// <inheritdoc cref="ICertificateControl.GetAuthorityAsync"/>
    public Task<AuthorityView> GetAuthorityAsync(CancellationToken cancellationToken) =>
        _client.AskAsync(HttpMethod.Get, "ca", null, ControlJson.Default.AuthorityView, cancellationToken);

    /// <inheritdoc cref="ICertificateControl.ListIssuedAsync"/>
    public Task<IReadOnlyList<IssuedView>> ListIssuedAsync(CancellationToken cancellationToken) =>
        _client.AskAsync(HttpMethod.Get, "ca/certificates", null, ControlJson.Default.IReadOnlyListIssuedView, cancellationToken);

    /// <inheritdoc cref="ICertificateControl.IssueAsync"/>
    public Task<NewCertificateView> IssueAsync(IssueOrder order, CancellationToken cancellationToken) => _client.AskAsync(
        HttpMethod.Post, "ca/certificates", JsonContent.Create(order, ControlJson.Default.IssueOrder), ControlJson.Default.NewCertificateView, cancellationToken);

    /// <inheritdoc cref="ICertificateControl.RenewAsync"/>
    public Task<NewCertificateView> RenewAsync(RenewalOrder order, CancellationToken cancellationToken) => _client.AskAsync(
        HttpMethod.Post, "ca/renewals", JsonContent.Create(order, ControlJson.Default.RenewalOrder), ControlJson.Default.NewCertificateView, cancellationToken);

    /// <inheritdoc cref="ICertificateControl.RevokeAsync"/>
    public Task<IssuedView> RevokeAsync(string certificate, string reason, CancellationToken cancellationToken) => _client.AskAsync(
        HttpMethod.Post, $"ca/revocations?certificate={Escape(certificate)}&reason={Escape(reason)}", null,
        ControlJson.Default.IssuedView, cancellationToken);

    /// <inheritdoc cref="ICertificateControl.ListStoredAsync"/>
    public Task<IReadOnlyList<StoredView>> ListStoredAsync(string? store, CancellationToken cancellationToken) => _client.AskAsync(
        HttpMethod.Get, $"certificates?store={Escape(store ?? "")}", null, ControlJson.Default.IReadOnlyListStoredView, cancellationToken);

    /// <inheritdoc cref="ICertificateControl.ImportAsync"/>
    public Task<ImportedView> ImportAsync(ImportOrder order, CancellationToken cancellationToken) => _client.AskAsync(
        HttpMethod.Post, "certificates", JsonContent.Create(order, ControlJson.Default.ImportOrder), ControlJson.Default.ImportedView, cancellationToken);

    /// <inheritdoc cref="ICertificateControl.RemoveAsync"/>
    public Task RemoveAsync(string store, string certificate, CancellationToken cancellationToken) => _client.DoAsync(
        HttpMethod.Delete, $"certificates?store={Escape(store)}&certificate={Escape(certificate)}", cancellationToken);

    /// <inheritdoc cref="ICertificateControl.ExportAsync"/>
    public Task<ExportedView> ExportAsync(string certificate, bool withKey, CancellationToken cancellationToken) => _client.AskAsync(
        HttpMethod.Post, $"certificates/export?certificate={Escape(certificate)}&key={(withKey ? "true" : "false")}", null,
        ControlJson.Default.ExportedView, cancellationToken);

    /// <inheritdoc cref="ICertificateControl.RequestAsync"/>
    public Task<PendingRequestView> RequestAsync(RequestOrder order, CancellationToken cancellationToken) => _client.AskAsync(
        HttpMethod.Post, "certificate-requests", JsonContent.Create(order, ControlJson.Default.RequestOrder),
        ControlJson.Default.PendingRequestView, cancellationToken);

    /// <inheritdoc cref="ICertificateControl.ListRequestsAsync"/>
    public Task<IReadOnlyList<PendingRequestView>> ListRequestsAsync(CancellationToken cancellationToken) => _client.AskAsync(
        HttpMethod.Get, "certificate-requests", null, ControlJson.Default.IReadOnlyListPendingRequestView, cancellationToken);

    /// <inheritdoc cref="ICertificateControl.RemoveRequestAsync"/>
    public Task RemoveRequestAsync(string id, CancellationToken cancellationToken) =>
        _client.DoAsync(HttpMethod.Delete, $"certificate-requests?id={Escape(id)}", cancellationToken);

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
