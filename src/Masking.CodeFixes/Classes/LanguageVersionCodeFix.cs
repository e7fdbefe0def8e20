using System.Collections.Immutable;
using System.Composition;
using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.CodeFixes.Classes;

/// <summary>Sets the language version of the project of a policy, in editors that can change projects.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LanguageVersionCodeFix))]
[Shared]
public sealed class LanguageVersionCodeFix : CodeFixProvider
{
    private const string Title = "Set the language version of the project to C# 14";
    private const string TitleOfAll = "Set the language version of all projects to C# 14";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.LanguageVersion.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => AllProjects.Provider;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Project project = context.Document.Project;
        if (project.Solution.Workspace.CanApplyChange(ApplyChangesKind.ChangeParseOptions))
        {
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(Upgrade(project.Solution, project)), nameof(LanguageVersionCodeFix)),
                context.Diagnostics);
        }

        return Task.CompletedTask;
    }

    private static Solution Upgrade(Solution solution, Project project) => project.ParseOptions is CSharpParseOptions options
        ? solution.WithProjectParseOptions(project.Id, options.WithLanguageVersion(LanguageVersion.CSharp14))
        : solution;

    /// <summary>Upgrades all projects in which a policy needs it.</summary>
    private sealed class AllProjects : FixAllProvider
    {
        public static FixAllProvider Provider { get; } = new AllProjects();

        public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Project, FixAllScope.Solution];

        public override Task<CodeAction?> GetFixAsync(FixAllContext context) => Task.FromResult<CodeAction?>(
            CodeAction.Create(TitleOfAll, _ => Upgrade(context), nameof(LanguageVersionCodeFix)));

        private static async Task<Solution> Upgrade(FixAllContext context)
        {
            Solution solution = context.Solution;
            IEnumerable<Project> projects = context.Scope == FixAllScope.Project ? [context.Project] : solution.Projects;
            foreach (Project project in projects)
            {
                if ((await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false)).Length > 0)
                {
                    solution = LanguageVersionCodeFix.Upgrade(solution, project);
                }
            }

            return solution;
        }
    }
}
