namespace Adit.Server.Hosting;

/// <summary>What <c>adit up</c> is told.</summary>
/// <param name="Names">Names for the certificate; empty for those in the configuration or of the host.</param>
/// <param name="ConfigurationFile">The configuration; null for <c>adit.yaml</c> in the state directory, where there is one.</param>
/// <param name="StateDirectory">Where keys, certificates and the database are.</param>
/// <param name="MayShowPassword">Whether a first account is made where there is none, and its password shown: not where a log would keep it.</param>
public sealed record UpOptions(IReadOnlyList<string> Names, string? ConfigurationFile, string StateDirectory, bool MayShowPassword = true);
