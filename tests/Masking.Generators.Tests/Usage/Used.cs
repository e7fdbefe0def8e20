using System.Collections.Immutable;
using Masking.Generators.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Masking.Generators.Tests.Usage;

/// <summary>Code that uses generated policies, and what the analyzers report in it.</summary>
internal static class Used
{
    /// <summary>A policy, one with a memory, a network of action values, and an environment.</summary>
    public const string Policies =
        """
        namespace Game;

        public enum Order { Hold, Move, Attack }

        [MaskedPolicy]
        public sealed partial class Policy
        {
            [Observation(4)] public partial MlpEncoder Globals { get; }
            [EntityMask(3)]  public partial DeepSetEncoder Units { get; }
            [ActionMask]     public partial Head<Order> Command { get; }
            [ActionMask]     public partial Head<bool> Retreat { get; }
            [Value]          public partial ValueHead Value { get; }
        }

        [MaskedPolicy]
        public sealed partial class Runner
        {
            [Observation(4)] public partial MlpEncoder Globals { get; }
            [Core(8)]        public partial GruCore Core { get; }
            [ActionMask]     public partial Head<bool> Jump { get; }
        }

        [MaskedPolicy]
        public sealed partial class ActionValues
        {
            [Observation(4)] public partial MlpEncoder Globals { get; }
            [ActionMask]     public partial QHead<Order> Q { get; }
        }

        public sealed class World : Masking.Training.IEnvironment<Policy.Batch, Policy.Actions>
        {
            public void Reset(Masking.Training.RandomNumbers random) { }
            public Masking.Training.StepResult Step(Policy.Actions actions, int row, Masking.Training.RandomNumbers random) => new(0);
            public void WriteObservation(Policy.Batch batch, int row) => batch.Clear(row);
        }
        """;

    private static readonly CSharpCompilation Declared = Compile.Run(Policies).After;

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
        [.. Tests.Analyze.Analyzers.Where(analyzer => analyzer is UsageAnalyzer)];

    /// <summary>A body of a method in a class of its own.</summary>
    public static string Method(string body) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using Game;
        using TorchSharp;
        using static TorchSharp.torch;

        public sealed class Program(Policy shared)
        {
            private readonly List<object> kept = [];

            public object? Run(
                Policy policy, Policy.Observation observation, Policy.Batch batch, Policy.Rollout rollout, RandomStream stream, Tensor mask,
                World world, Masking.Training.RandomNumbers random, Runner runner, Runner.Observation running,
                ActionValues values, ActionValues.Observation state)
            {
                {{body}}
                return null;
            }

            private static void Use(params object?[] any) => Console.WriteLine(any.Length);
        }
        """;

    /// <summary>A body is reported where it is marked, with this rule and no other.</summary>
    public static void IsReported(string id, string body)
    {
        Marked marked = Marked.Parse(Method(body));
        Assert.NotEmpty(marked.Places);

        Diagnostic[] reported = Analyze(marked.Text);

        Assert.Equal(Method(body), Marked.Mark(marked.Text, reported));
        Assert.All(reported, diagnostic => Assert.Equal((id, DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.Severity)));
    }

    /// <summary>Nothing is reported in a body.</summary>
    public static void IsNotReported(string body) => SourceIsNotReported(Method(body));

    /// <summary>Nothing is reported in a file.</summary>
    public static void SourceIsNotReported(string source) => Assert.Empty(Analyze(source));

    /// <summary>What is reported in a file that compiles, in the order of the source.</summary>
    public static Diagnostic[] Analyze(string source)
    {
        (Compilation compilation, SyntaxTree file) = With(source);
        Assert.Empty(compilation.GetSemanticModel(file).GetDiagnostics(cancellationToken: TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return Reported(compilation, file);
    }

    /// <summary>What is reported in a file that may not compile, in the order of the source.</summary>
    public static Diagnostic[] AnalyzeIncomplete(string source)
    {
        (Compilation compilation, SyntaxTree file) = With(source);
        return Reported(compilation, file);
    }

    private static (Compilation Compilation, SyntaxTree File) With(string source)
    {
        SyntaxTree file = CSharpSyntaxTree.ParseText(source, (CSharpParseOptions)Declared.SyntaxTrees[0].Options, "Use.cs",
            cancellationToken: TestContext.Current.CancellationToken);
        bool isProgram = file.GetCompilationUnitRoot(TestContext.Current.CancellationToken).Members.OfType<GlobalStatementSyntax>().Any();
        Compilation compilation = Declared.AddSyntaxTrees(file);
        return (isProgram ? compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication)) : compilation, file);
    }

    private static Diagnostic[] Reported(Compilation compilation, SyntaxTree file)
    {
        List<Exception> thrown = [];
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]),
            onAnalyzerException: (exception, _, _) => thrown.Add(exception),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> diagnostics = compilation.WithAnalyzers(Analyzers, options)
            .GetAnalyzerSemanticDiagnosticsAsync(
                compilation.GetSemanticModel(file), filterSpan: null, TestContext.Current.CancellationToken)
            .GetAwaiter().GetResult();
        Assert.Empty(thrown);
        return [.. diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }
}
