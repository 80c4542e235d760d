namespace Adit.Architecture.Tests;

/// <summary>Who may use whom, and who may touch the machine.</summary>
public sealed class DirectionTests
{
    public static TheoryData<string> Projects => [.. Layout.MayUse.Keys];

    public static TheoryData<string> ManagedProjects => [.. Layout.MayUse.Keys.Where(project => project is not Layout.Linux)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_those_below_it(string project)
    {
        var forbidden = BuiltAssembly.Of(project).ProjectReferences.Except(Layout.MayUse[project], StringComparer.Ordinal);

        Assert.Empty(forbidden);
    }

    [Theory]
    [MemberData(nameof(ManagedProjects))]
    public void Only_the_Linux_project_calls_native_code(string project) => Assert.Empty(BuiltAssembly.Of(project).NativeMethods);

    [Fact]
    public void The_command_knows_of_the_server_only_how_to_configure_and_start_it_and_its_control_client()
    {
        string[] allowed =
        [
            "Adit.Server.Control", "Adit.Server.Configuration", "Adit.Server.Hosting", "Adit.Server.Privileges", "Adit.Server.Service", "Adit.Server.Doctor",
        ];

        Assert.Empty(BuiltAssembly.Of(Layout.Cli).NamespacesUsedOf(Layout.Server).Except(allowed, StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_names_every_project()
    {
        var built = Directory.GetDirectories(Path.Combine(Layout.Root, "src")).Select(Path.GetFileName);

        Assert.Equal(built.Order(StringComparer.Ordinal), Layout.MayUse.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_solution_names_every_project()
    {
        var solution = File.ReadAllText(Path.Combine(Layout.Root, "Adit.slnx"));
        var projects = new[] { "src", "tests" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Layout.Root, folder), "*.csproj", SearchOption.AllDirectories));

        Assert.All(projects, project => Assert.Contains(Path.GetRelativePath(Layout.Root, project), solution, StringComparison.Ordinal));
    }
}
