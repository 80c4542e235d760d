using System.Diagnostics;

namespace Adit.Architecture.Tests;

/// <summary>What <c>bench/</c> is measured with is no project and is built only when it is measured: here it is seen that it can be.</summary>
public sealed class BenchTests : IDisposable
{
    private const string NeededHeader = "/usr/include/openssl/ssl.h";

    private static readonly string Bench = Path.Combine(Layout.Root, "bench");

    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("adit-bench-tests-");

    public static TheoryData<string> Programs => [.. Sources("*.cs").Where(IsProgram)];

    public void Dispose() => _scratch.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_program_in_CSharp_builds_without_a_warning(string source) =>
        await RunAsync("dotnet", "build", Path.Combine(Bench, source), "-c", "Release", "--nologo", "-v", "q", "-o", _scratch.FullName);

    [Fact]
    public async Task Programs_in_C_compile_without_a_warning_where_there_is_a_compiler()
    {
        if (!File.Exists("/usr/bin/gcc") || !File.Exists(NeededHeader))
            return; // only who measures has to have them

        foreach (var source in Sources("*.c"))
            await RunAsync("gcc", "-O2", "-Wall", "-Werror", "-fsyntax-only", Path.Combine(Bench, source));
    }

    private static IEnumerable<string> Sources(string pattern) =>
        Directory.EnumerateFiles(Bench, pattern, SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Bench, file)).Order(StringComparer.Ordinal);

    /// <summary>The benchmarks are a project of their own.</summary>
    private static bool IsProgram(string source) => !source.StartsWith("Adit.Benchmarks", StringComparison.Ordinal);

    /// <summary>Nothing that the build starts outlives it.</summary>
    private async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TMPDIR"] = _scratch.FullName;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, await said + await errors);
    }
}
