using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Keys;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Issuing;

/// <summary>
/// The certificate that Adit's CA issues to its own server, kept as <c>server.key</c> and <c>server.crt</c> in the state directory.
/// Unlike the CA it can be made anew at any time, and is, with a new key, whenever it no longer fits.
/// </summary>
public static class ServerCertificate
{
    /// <summary>Loads the certificate with its key, or issues one where there is none that fits.</summary>
    /// <param name="stateDirectory">Where the files are.</param>
    /// <param name="ca">The CA that issues.</param>
    /// <param name="names">DNS names and addresses; the first becomes the common name. At least one.</param>
    /// <param name="clock">Tells whether the certificate is outdated.</param>
    /// <exception cref="Names.ServerNameException">A name is neither a DNS name nor an address.</exception>
    /// <exception cref="CertificateFileException">A file is exposed or not accessible.</exception>
    public static X509Certificate2 OpenOrIssue(
        string stateDirectory, CertificateAuthority ca, IReadOnlyList<string> names, TimeProvider clock) =>
        OpenOrIssue(stateDirectory, ca, names, clock, out _);

    /// <summary>
    /// As above, and tells in <paramref name="reissued"/> why a new certificate was issued; null where the stored one was loaded. It is to
    /// carry the addresses that <paramref name="points"/> gives, or none; where that is not known yet, those that it has.
    /// </summary>
    public static X509Certificate2 OpenOrIssue(
        string stateDirectory, CertificateAuthority ca, IReadOnlyList<string> names, TimeProvider clock, out ReissueReason? reissued,
        Func<PublicationPoints?>? points = null)
    {
        ArgumentNullException.ThrowIfNull(ca);
        ArgumentNullException.ThrowIfNull(clock);

        var profile = ServerProfile.For(names);
        var files = new ServerFiles(stateDirectory, ca.Seal);
        var stored = files.TryLoad(out reissued);
        if (stored is not null && (reissued = Misfit(stored, ca, profile, clock.GetUtcNow(), points)) is null)
            return stored;

        stored?.Dispose();
        return Issue(files, ca, profile, clock.GetUtcNow(), points?.Invoke());
    }

    /// <summary>When a certificate of ours is due to be renewed: when a third of its life is left.</summary>
    public static DateTimeOffset RenewalOf(X509Certificate2 certificate) => ServerProfile.RenewalOf(certificate);

    /// <summary>
    /// Issues a certificate of the same kind that is thrown away, and holds it to the rules of its role: whether the next renewal will work
    /// is known today.
    /// </summary>
    /// <param name="ca">The CA that will issue it.</param>
    /// <param name="names">The names that it will bear; at least one.</param>
    /// <param name="at">When it will be issued.</param>
    /// <returns>What would be wrong with the renewed one; null where nothing would.</returns>
    public static CertificateFailure? Rehearse(CertificateAuthority ca, IReadOnlyList<string> names, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(ca);
        if (DateChecks.Find(ca.Issuer, at).FirstOrDefault() is { } fault)
            return fault;

        using var key = PrivateKey.Create(KeyAlgorithm.P256);
        using var signed = Sign(key, ca, ServerProfile.For(names), at, points: null);
        var dialled = names.Where(name => !name.StartsWith('*')).ToList();
        return ServingRules.Refusal(CertificateRole.Sstp, new CheckInput(signed, ca.Chain) { Names = dialled, Key = KeyState.Fits }, at);
    }

    private static ReissueReason? Misfit(
        X509Certificate2 stored, CertificateAuthority ca, ServerProfile profile, DateTimeOffset now, Func<PublicationPoints?>? points)
    {
        if (!ca.HasSigned(stored))
            return ReissueReason.AuthorityChanged;
        if (!profile.Matches(stored))
            return ReissueReason.NamesChanged;
        if (points is not null && !PublicationPoints.AreIn(stored, points()))
            return ReissueReason.AddressesChanged;
        return ServerProfile.IsOutdated(stored, now) ? ReissueReason.Outdated : null;
    }

    private static X509Certificate2 Issue(
        ServerFiles files, CertificateAuthority ca, ServerProfile profile, DateTimeOffset now, PublicationPoints? points)
    {
        using var key = PrivateKey.Create(KeyAlgorithm.P256);
        using var signed = Sign(key, ca, profile, now, points);
        files.Save(signed, key, ca.Chain);
        return key.JoinTo(signed);
    }

    private static X509Certificate2 Sign(PrivateKey key, CertificateAuthority ca, ServerProfile profile, DateTimeOffset now, PublicationPoints? points)
    {
        var notBefore = now - ServerProfile.ClockMargin;
        return ca.Sign(profile.Request(key, ca.Issuer, points), new Validity(notBefore, notBefore + ServerProfile.Life));
    }
}
