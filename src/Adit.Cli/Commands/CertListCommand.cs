using System.CommandLine;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary>What is in the stores, and what waits.</summary>
internal sealed record CertificateListView(IReadOnlyList<StoredView> Certificates, IReadOnlyList<PendingRequestView> Requests);

/// <summary><c>adit cert list</c>: the server's stores, and the requests that wait for their answer.</summary>
internal static class CertListCommand
{
    public static Command Create(Terminal terminal)
    {
        var store = CertStoreOption.Create("Only this store");
        return new Command("list", "List the certificates of the server's stores, and the requests that wait") { store }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                var only = parsed.GetValue(store);
                var view = new CertificateListView(
                    await client.Certificates.ListStoredAsync(only, cancellationToken),
                    only is null ? await client.Certificates.ListRequestsAsync(cancellationToken) : []);
                if (parsed.WantsJson())
                    terminal.WriteJson(view, CliJson.Readable.CertificateListView);
                else
                    Write(terminal, view);
                return ExitCode.Done;
            });
    }

    private static void Write(Terminal terminal, CertificateListView view)
    {
        var table = new Table("STORE", "SUBJECT", "ENDS", "KEY", "SHA-256");
        foreach (var entry in view.Certificates)
            table.Add(StoreOf(entry), entry.Subject, Humane.Time(entry.NotAfterUtc), KeyOf(entry), entry.Sha256);
        foreach (var request in view.Requests)
            table.Add("request", string.Join(' ', request.Names), "waits for its answer", "waits", request.Id);
        table.WriteTo(terminal);
    }

    private static string StoreOf(StoredView entry) => entry.Untrusted && entry.Store != "untrusted" ? $"{entry.Store}, untrusted" : entry.Store;

    private static string KeyOf(StoredView entry) => !entry.HasKey ? "none" : entry.Exportable ? "exportable" : "yes";
}
