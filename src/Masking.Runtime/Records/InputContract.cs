using System.ComponentModel;
using System.Globalization;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>
/// The required shape, element type and device of every tensor of an observation. The check runs in managed code before any native call,
/// because some native failures terminate the process.
/// </summary>
/// <param name="policy">The policy's name, for error messages.</param>
/// <param name="inputs">The requirements of each member, in the order of the observation's tensors.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class InputContract(string policy, params InputSpec[] inputs)
{
    private readonly string[] _sizeNames = FindSizeNames(inputs);
    private readonly Axis[][] _axes = ParseAxes(inputs);

    /// <summary>Creates the contract of a generated policy.</summary>
    /// <param name="policy">The policy's name, for error messages.</param>
    /// <param name="inputs">The requirements of the inputs and their presence, agent and sight masks, in order.</param>
    /// <param name="actionMasks">The names and shapes of the action masks, which may be null, in order.</param>
    /// <param name="memory">The names and shapes of a recurrent policy's memory, in order.</param>
    public InputContract(string policy, InputSpec[] inputs, (string Member, string Shape)[] actionMasks,
        params (string Member, string Shape)[] memory)
        : this(policy,
        [
            .. inputs,
            .. actionMasks.Select(mask => InputSpec.OptionalMask(mask.Member, mask.Shape)),
            .. memory.Select(tensor => InputSpec.Memory(tensor.Member, tensor.Shape)),
        ])
    {
    }

    /// <summary>Creates the contract of a generated policy that chooses numbers from intervals.</summary>
    /// <param name="policy">The policy's name, for error messages.</param>
    /// <param name="inputs">The requirements of the inputs and their presence, agent and sight masks, in order.</param>
    /// <param name="actionMasks">The requirements of the action masks and ranges, which may be null, in order.</param>
    /// <param name="memory">The names and shapes of a recurrent policy's memory, in order.</param>
    public InputContract(string policy, InputSpec[] inputs, InputSpec[] actionMasks, params (string Member, string Shape)[] memory)
        : this(policy, [.. inputs, .. actionMasks, .. memory.Select(tensor => InputSpec.Memory(tensor.Member, tensor.Shape))])
    {
    }

    /// <summary>The policy's name.</summary>
    internal string Policy => policy;

    /// <summary>The requirements of each member, in the order of the tensors.</summary>
    internal IReadOnlyList<InputSpec> Inputs => inputs;

    /// <summary>The names of the sizes that are not constant, in the order of their first use. The first is the batch.</summary>
    internal IReadOnlyList<string> SizeNames => _sizeNames;

    /// <summary>The names of the members, in order.</summary>
    public IReadOnlyList<string> MemberNames { get; } = [.. inputs.Select(input => input.Member)];

    /// <summary>Checks rank, sizes, element type and device of every tensor of an observation.</summary>
    /// <typeparam name="TObservation">The observations of the policy.</typeparam>
    /// <param name="precision">The required element type of dense inputs.</param>
    /// <param name="device">The required device of every tensor.</param>
    /// <param name="observation">The observation.</param>
    /// <returns>The size of the first axis: the batch, or the number of steps of a sequence.</returns>
    /// <exception cref="MaskShapeException">
    /// A tensor has another rank, size, element type or device than declared, was disposed, or is missing although it is required.
    /// </exception>
    /// <exception cref="ArgumentException">An end of an interval on the CPU is NaN.</exception>
    public long Check<TObservation>(ScalarType precision, Device device, TObservation observation)
        where TObservation : ITensorRecord<TObservation> => Check(precision, device, [.. observation.ToTensors()]);

    /// <summary>Checks rank, sizes, element type and device of every tensor.</summary>
    /// <param name="precision">The required element type of dense inputs.</param>
    /// <param name="device">The required device of every tensor.</param>
    /// <param name="tensors">One tensor for each member, in order; null for an omitted mask.</param>
    /// <returns>The size of the first axis: the batch, or the number of steps of a sequence.</returns>
    /// <exception cref="MaskShapeException">
    /// A tensor has another rank, size, element type or device than declared, was disposed, or is missing although it is required.
    /// </exception>
    public long Check(ScalarType precision, Device device, params ReadOnlySpan<Tensor?> tensors)
    {
        Span<long> sizes = stackalloc long[_sizeNames.Length];
        Resolve(precision, device, tensors, sizes);
        return sizes[0];
    }

    /// <summary>Gets the axes of a member.</summary>
    internal ReadOnlySpan<Axis> AxesOf(int input) => _axes[input];

    /// <summary>Checks that the tensors fit the declaration and each other, in any floating-point type and on any device.</summary>
    /// <param name="tensors">One tensor for each member, in order; null for an omitted mask.</param>
    /// <exception cref="MaskShapeException">A tensor does not fit the declaration or the other tensors.</exception>
    internal void RequireConsistent(IReadOnlyList<Tensor?> tensors)
    {
        Span<long> sizes = stackalloc long[_sizeNames.Length];
        ScalarType precision = tensors
            .Where((tensor, i) => !inputs[i].IsNumbers && tensor?.is_floating_point() == true)
            .FirstOrDefault()?.dtype ?? ScalarType.Float32;
        Resolve(precision, device: null, [.. tensors], sizes);
    }

    /// <summary>Checks every tensor, and determines the sizes that are not constant.</summary>
    /// <param name="precision">The required element type of dense inputs.</param>
    /// <param name="device">The required device; null accepts any device.</param>
    /// <param name="tensors">One tensor for each member, in order; null for an omitted mask.</param>
    /// <param name="sizes">Receives the size for each of <see cref="SizeNames"/>; -1 if no given tensor has an axis of that name.</param>
    /// <exception cref="MaskShapeException">A tensor does not fit the declaration.</exception>
    internal void Resolve(ScalarType precision, Device? device, ReadOnlySpan<Tensor?> tensors, Span<long> sizes)
    {
        Span<int> source = stackalloc int[_sizeNames.Length];
        sizes.Fill(-1);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (tensors[i] is not { } tensor)
            {
                if (inputs[i].IsOptional)
                {
                    continue;
                }

                throw ShapeError(
                    i,
                    null,
                    precision,
                    device,
                    "Every tensor of an observation must be given; only action masks and ranges may be null, which allows every choice."
                );
            }

            if (tensor.IsInvalid)
            {
                throw ShapeError(i, tensor, precision, device, Expect.DisposedAdvice);
            }

            if (tensor.dtype != inputs[i].ElementType(precision))
            {
                throw ShapeError(
                    i,
                    tensor,
                    precision,
                    device,
                    inputs[i].IsMask ? "A mask is bool, true = allowed or present; convert numbers with mask.to(torch.@bool)."
                        : inputs[i].IsNumbers ? $"Numbers from intervals are float32; convert them with tensor.to(torch.float32)."
                        : inputs[i].IsAction
                            ? "An action is the index of a choice, or -1 for no action; convert numbers with actions.to(torch.int64)."
                        : $"Convert it with tensor.to(torch.{TensorText.NameOf(precision)}), or the policy with policy.to(…)."
                );
            }

            if (
                device is not null
                && (tensor.device_type != device.type || (tensor.device_type != DeviceType.CPU && tensor.device_index != device.index))
            )
            {
                throw ShapeError(i, tensor, precision, device, "Move it to the policy's device with observation.To(…).");
            }

            if (tensor.dim() != _axes[i].Length)
            {
                throw ShapeError(i, tensor, precision, device, RankAdvice(i, tensor, sizes));
            }

            for (int axis = 0; axis < _axes[i].Length; axis++)
            {
                long size = tensor.size(axis);
                (long fixedSize, int name) = (_axes[i][axis].FixedSize, _axes[i][axis].NameIndex);
                if (name >= 0 && sizes[name] < 0)
                {
                    (sizes[name], source[name]) = (size, i);
                }

                if (size == 0 && name >= 0 && IsMapSize(_sizeNames[name]))
                {
                    throw ShapeError(i, tensor, precision, device, "A map has at least one row and one column of cells.");
                }

                if (size != (name >= 0 ? sizes[name] : fixedSize))
                {
                    throw ShapeError(i, tensor, precision, device, name >= 0
                        ? $"{inputs[source[name]].Member} has {_sizeNames[name]} = {sizes[name]}, this has "
                            + $"{size}.{(size == 1 ? ExpandAdvice(i) : "")}"
                        : $"Axis {axis} must be {fixedSize} and is {size}.{(size == 1 ? ExpandAdvice(i) : "")}");
                }
            }

            if (inputs[i].IsRange)
            {
                Expect.NoNaN(policy, inputs[i].Member, tensor);
            }
        }
    }

    /// <summary>
    /// Creates the contract of a sequence: every member has the shape <c>(steps, batch, …)</c>, except the memory, which is
    /// <c>(batch, width)</c>. The last member is <c>starts (steps, batch)</c> bool.
    /// </summary>
    internal InputContract ForSequences() =>
        new(policy, [.. inputs.Select(input => input.ForSequences()), InputSpec.Mask("starts", "(steps, batch)")]);

    private static string[] FindSizeNames(InputSpec[] inputs) =>
        [.. inputs.SelectMany(input => input.Axes).Where(axis => !IsNumber(axis)).Distinct()];

    private static Axis[][] ParseAxes(InputSpec[] inputs)
    {
        string[] names = FindSizeNames(inputs);
        return
        [
            .. inputs.Select(input =>
                input
                    .Axes.Select(axis =>
                        IsNumber(axis)
                            ? new Axis(long.Parse(axis, CultureInfo.InvariantCulture), -1)
                            : new Axis(-1, Array.IndexOf(names, axis))
                    )
                    .ToArray()
            ),
        ];
    }

    /// <summary>Whether a size is the height or width of a map, which cannot be 0. Sets and batches may be empty.</summary>
    private static bool IsMapSize(string name) =>
        name.StartsWith("height", StringComparison.Ordinal) || name.StartsWith("width", StringComparison.Ordinal);

    private static bool IsNumber(string axis) => char.IsAsciiDigit(axis[0]);

    private string RankAdvice(int input, Tensor tensor, ReadOnlySpan<long> sizes)
    {
        int missing = _axes[input].Length - (int)tensor.dim();
        bool fits = missing > 0 && tensor.dim() > 0;
        for (int axis = 0; fits && axis < tensor.dim(); axis++)
        {
            Axis expected = _axes[input][missing + axis];
            long size = expected.NameIndex < 0 ? expected.FixedSize : sizes[expected.NameIndex];
            fits = size < 0 || size == tensor.size(axis);
        }

        return "It has the wrong number of axes. Tensors are not reshaped or broadcast automatically."
            + (fits ? ExpandAdvice(input) : "");
    }

    /// <summary>The advice for a mask that lacks an axis, or has size 1 on it; empty for other members.</summary>
    private string ExpandAdvice(int input) => inputs[input].IsMask || inputs[input].IsRange
        ? $" If the mask is the same along that axis, pass {inputs[input].Member}.expand{inputs[input].Shape}."
        : "";

    private MaskShapeException ShapeError(int input, Tensor? tensor, ScalarType precision, Device? device, string advice)
    {
        string type = TensorText.NameOf(inputs[input].ElementType(precision));
        string onDevice = device is null || device.type == DeviceType.CPU ? "" : $" on {device}";
        string expected = $"{inputs[input].Shape} {type}{onDevice}";
        return new MaskShapeException(policy, inputs[input].Member, expected, TensorText.Of(tensor), advice);
    }

    /// <summary>One axis of a member.</summary>
    /// <param name="FixedSize">The size of a constant axis; -1 otherwise.</param>
    /// <param name="NameIndex">The index of the axis's name in <see cref="SizeNames"/>; -1 for a constant axis.</param>
    internal readonly record struct Axis(long FixedSize, int NameIndex);
}
