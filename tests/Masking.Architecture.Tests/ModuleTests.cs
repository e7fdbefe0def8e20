using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Masking.Generators;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Masking.Architecture.Tests;

/// <summary>The folders of a project are its modules. <c>docs/architecture.md</c> lists which of them each may reference.</summary>
public sealed class ModuleTests
{
    private const string Runtime = "Modules of the runtime";
    private const string Generator = "Modules of the generator";

    private static readonly Dictionary<string, (Sources Sources, ArchUnitNET.Domain.Architecture Architecture)> Projects = new()
    {
        [Runtime] = Load("Masking.Runtime", typeof(MaskedPolicyAttribute)),
        [Generator] = Load("Masking.Generators", typeof(PolicyGenerator)),
    };

    public static TheoryData<string, string> Modules()
    {
        TheoryData<string, string> modules = [];
        foreach (string heading in Projects.Keys)
        {
            foreach (ModuleRow row in ModuleRow.ReadTable(heading))
            {
                modules.Add(heading, row.Folder);
            }
        }

        return modules;
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void AModule_ReferencesOnlyWhatTheTableLists(string heading, string folder)
    {
        (Sources sources, ArchUnitNET.Domain.Architecture architecture) = Projects[heading];
        IReadOnlyList<string> allowed = ModuleRow.ReadTable(heading).Single(row => row.Folder == folder).MayReference;
        string[] forbidden = [.. sources.Folders.Except([folder, .. allowed])];
        if (forbidden.Length == 0)
        {
            return;
        }

        IArchRule rule = Types().That().FollowCustomPredicate(type => sources.FolderOf(type.FullName) == folder, $"are in {folder}")
            .Should().NotDependOnAny(Types().That()
                .FollowCustomPredicate(
                    type => forbidden.Contains(sources.FolderOf(type.FullName)), $"are in {string.Join(", ", forbidden)}"))
            .Because($"docs/architecture.md lists {string.Join(", ", allowed)}");
        rule.Check(architecture);
    }

    [Theory]
    [InlineData(Runtime)]
    [InlineData(Generator)]
    public void TheTable_ListsEveryFolder_AfterThoseThatItReferences(string heading)
    {
        IReadOnlyList<ModuleRow> table = ModuleRow.ReadTable(heading);
        Assert.Equal(Projects[heading].Sources.Folders.Order(), table.Select(row => row.Folder).Order());
        for (int i = 0; i < table.Count; i++)
        {
            Assert.Subset(table.Take(i).Select(row => row.Folder).ToHashSet(), table[i].MayReference.ToHashSet());
        }
    }

    [Theory]
    [InlineData(Runtime)]
    [InlineData(Generator)]
    public void InternalTypes_HaveTheNamespaceOfTheirFolder(string heading)
    {
        (Sources sources, ArchUnitNET.Domain.Architecture architecture) = Projects[heading];
        string root = heading == Runtime ? "Masking" : "Masking.Generators";
        string[] misplaced =
        [
            .. architecture.Types
                .Where(type => type.Visibility == Visibility.Internal && !type.IsNested && sources.FolderOf(type.FullName) is not null)
                .Where(type => type.Namespace.FullName != $"{root}.{sources.FolderOf(type.FullName)}")
                .Select(type => type.FullName),
        ];
        Assert.Empty(misplaced);
    }

    private static (Sources Sources, ArchUnitNET.Domain.Architecture Architecture) Load(string project, System.Type type) =>
        (new Sources(project), new ArchLoader().LoadAssembly(type.Assembly).Build());
}
