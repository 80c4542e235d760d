using System.Reflection;
using Adit.Diagnosis;
using Adit.Protocols;

namespace Adit.Cli.Tests;

/// <summary>Holds the failures of every core and the catalogue together.</summary>
public sealed class FailureCoverageTests
{
    private static readonly Failure[] Failures = [.. Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
        .Where(IsOurs)
        .SelectMany(path => Assembly.LoadFrom(path).GetTypes())
        .Where(type => type is { IsSealed: true, IsAbstract: false } && type.IsSubclassOf(typeof(Failure)) && !IsRead(type))
        .Select(Create)];

    [Fact]
    public void Every_failure_has_its_page() =>
        Assert.Equal([], Failures.Where(failure => FailureCatalogue.Find(failure) is null).Select(failure => failure.Code).ToArray());

    [Fact]
    public void Every_page_of_a_family_has_its_failure()
    {
        var families = Failures.Select(failure => Family(failure.Code)).ToHashSet(StringComparer.Ordinal);
        var codes = Failures.Select(failure => failure.Code).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], FailureCatalogue.All.Select(entry => entry.Code).Where(code => families.Contains(Family(code)) && !codes.Contains(code)));
    }

    [Fact]
    public void No_two_failures_share_a_code() =>
        Assert.Equal([], Failures.GroupBy(failure => failure.Code, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));

    private static bool IsOurs(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return (name == "adit" || name.StartsWith("Adit.", StringComparison.Ordinal)) && !name.EndsWith(".Tests", StringComparison.Ordinal);
    }

    /// <summary>One that was read from a recording has whatever code stands there.</summary>
    private static bool IsRead(Type type) => type.GetConstructors().Any(candidate => candidate.GetParameters().Any(fact => fact.Name == nameof(Failure.Code)));

    private static string Family(string code) => code.Split('-')[0];

    /// <summary>A failure without its facts: only its code is asked for.</summary>
    private static Failure Create(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var facts = constructor.GetParameters().Select(fact => fact.ParameterType.IsValueType ? Activator.CreateInstance(fact.ParameterType) : null);
        return (Failure)constructor.Invoke([.. facts]);
    }
}
