using Adit.Access.Accounts;
using Adit.Access.Denials;
using Adit.Access.Sealing;
using Adit.Certificates.Issuing;
using Adit.Certificates.Stores;
using Adit.Linux;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Adit.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Hosting;

/// <summary>Everything that outlives the process, opened from the state directory, which is ours alone.</summary>
internal sealed record ServerState(
    string Directory,
    CertificateAuthority Ca,
    CertificateKeeper Certificate,
    SecretSealer Sealer,
    SqliteDatabase Database,
    CertificateStores Stores,
    PendingRequests Requests,
    RevocationListPublisher Lists,
    AccountService Accounts,
    DenyList Denials)
{
    /// <summary>Opens it, or makes it at the first start. Whatever is damaged or exposed throws, and is left as it is.</summary>
    public static ServerState Open(
        string directory, AuthoritySettings authority, IReadOnlyList<string> names, TimeProvider clock, UndoStack undo)
    {
        undo.Keep(StateDirectory.Lock(directory));
        var sealer = SealingKeyFile.OpenOrCreate(directory, FileOwner.IsOurs);
        var seal = new KeySeal(sealer);
        var ca = undo.Keep(CertificateAuthority.OpenOrCreate(directory, HostIdentity.Main(names), clock, seal, authority.Key));
        var database = undo.Keep(SqliteDatabase.Open(directory));
        var certificate = new CertificateKeeper(directory, ca, names, clock);
        return new ServerState(
            directory, ca, certificate, sealer, database, new CertificateStores(directory, seal),
            new PendingRequests(directory, seal), undo.Keep(new RevocationListPublisher(directory, ca, database.Certificates, clock)),
            new AccountService(database.Accounts, sealer, clock), new DenyList(database.Denials, clock));
    }

    /// <summary>The addresses that a killed process has left as held.</summary>
    public async Task<IReadOnlyList<Ipv4Address>> ListLeftoverAddressesAsync(string gateway) =>
        [.. (await Database.Leases.ListHeldAsync(gateway, CancellationToken.None)).Select(lease => lease.Address)];

    /// <summary>Ends in the books what a killed process has left open: this one has no sessions yet.</summary>
    public async Task CloseLeftoversAsync(string gateway, DateTimeOffset now)
    {
        await Database.Leases.ReleaseAllAsync(gateway, now, CancellationToken.None);
        await Database.Attempts.AbandonAsync(gateway, now, new CallFailure.ServerStopping().Code, CancellationToken.None);
        await Database.Sessions.CloseOpenAsync(gateway, now, CancellationToken.None);
    }

    /// <summary>Says aloud whose password a lost key file has made useless.</summary>
    public async Task WarnOfUnreadableAccountsAsync(ILogger logger)
    {
        var unreadable = await Accounts.ListUnreadableAsync(CancellationToken.None);
        if (unreadable.Count > 0)
            HostingLog.AccountsUnreadable(logger, string.Join(", ", unreadable.Select(account => account.Name)));
    }
}
