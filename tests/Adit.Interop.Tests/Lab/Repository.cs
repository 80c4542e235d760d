namespace Adit.Interop.Tests.Lab;

/// <summary>Where things are in the checkout that these tests were built from.</summary>
internal static class Repository
{
    // This folder is artifacts/bin/Adit.Interop.Tests/CONFIGURATION.
    private static readonly DirectoryInfo Output = new(AppContext.BaseDirectory.TrimEnd('/'));

    public static string Root { get; } = Path.GetFullPath("../../../..", Output.FullName);

    /// <summary>Carries eapol_test's EAP over PPP.</summary>
    public static string Relay { get; } = Path.Combine(Root, "artifacts/bin/Adit.Interop.Relay", Output.Name, "Adit.Interop.Relay");

    /// <summary>The folder of the .NET that runs these tests: its libraries are in shared/NAME/VERSION.</summary>
    public static string DotNet { get; } = Path.GetFullPath("../../..", Path.GetDirectoryName(typeof(object).Assembly.Location)!);

    public static string Adit { get; } = Path.Combine(Root, "artifacts/bin/Adit.Cli", Output.Name, "adit");
}
